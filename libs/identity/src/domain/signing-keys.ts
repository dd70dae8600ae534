/** A key pair that signs access tokens. */
export interface SigningKey {
  /** In the header of each token signed with it. */
  readonly kid: string;
  /** PKCS #8, DER. */
  readonly privateKey: Uint8Array;
  /** By the database's clock, when the keys were read. */
  readonly ageSeconds: number;
}

const DAY_SECONDS = 86_400;

/** A key signs for this long at most; tokens signed with it are read for one more day, far longer than any of them counts. */
export const SIGNS_SECONDS = 30 * DAY_SECONDS;
export const READ_SECONDS = SIGNS_SECONDS + DAY_SECONDS;
/** How long the keys are taken as known in a process, in milliseconds. */
export const KNOWN_MS = 60_000;
/** A key signs only once every process has read it: twice the time that keys are taken as known. */
export const RIPE_SECONDS = (2 * KNOWN_MS) / 1_000;
/** Its successor is made this long before a key ends: time to ripen, also in a shop where keys are asked for once an hour. */
export const AHEAD_SECONDS = DAY_SECONDS;

/**
 * The key that signs: the newest one that every process knows. Where there is none, at the first start and after long silence, the one that has
 * been known for longest, so that all processes agree on it. Undefined when a key has to be made first.
 * @param keys newest first
 */
export function signingKey<Key extends Pick<SigningKey, 'ageSeconds'>>(keys: readonly Key[]): Key | undefined {
  const able = keys.filter(({ ageSeconds }) => ageSeconds < SIGNS_SECONDS);
  return able.find(({ ageSeconds }) => ageSeconds >= RIPE_SECONDS) ?? able.at(-1);
}

/** Whether it is time to make a key, so that it has ripened when the newest one ends. */
export const needsSuccessor = (keys: readonly Pick<SigningKey, 'ageSeconds'>[]): boolean =>
  !keys.some(({ ageSeconds }) => ageSeconds < SIGNS_SECONDS - AHEAD_SECONDS);

/** The signing keys of the shop, shared by all its processes. */
export abstract class SigningKeys {
  /** Keys whose tokens still count, newest first. A new one is made where {@link needsSuccessor} says so; {@link signingKey} tells which one signs. */
  abstract current(): Promise<readonly SigningKey[]>;

  /**
   * Forgets keys whose tokens do not count any more: those too old, and those sealed under another secret before one that has been ours
   * for a day. Without such a one it may be this process that was given the wrong secret.
   */
  abstract forget(): Promise<void>;
}

/** A key pair that signs access tokens. */
export interface SigningKey {
  /** In the header of each token signed with it. */
  readonly kid: string;
  /** PKCS #8, DER. */
  readonly privateKey: Uint8Array;
  readonly createdAt: Date;
}

/** A key signs for this long; tokens signed with it are read for one more lifetime of a token and a day. */
export const SIGNS_DAYS = 30;
export const READ_DAYS = SIGNS_DAYS + 1;

/** The signing keys of the shop, shared by all its processes. */
export abstract class SigningKeys {
  /** Keys whose tokens still count, newest first. The first one signs; a new one is made when there is none young enough. */
  abstract current(): Promise<readonly SigningKey[]>;
}

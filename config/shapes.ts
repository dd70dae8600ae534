import { isIP } from 'node:net';

/** Reads the text of a setting. @throws Fault when it does not have the shape. */
export type Parse<T> = (text: string) => T;

/** A setting of the environment. */
export interface Setting<T> {
  /** What it means, in one sentence; printed in `.env.example` and in error messages. */
  readonly about: string;
  readonly parse: Parse<T>;
  readonly fallback?: T;
  readonly secret?: true;
}

/** Thrown by a shape, in words that go on after the name of the setting. */
export class Fault extends Error {}

export const text =
  (pattern = /^.+$/s, shape = 'text'): Parse<string> =>
  (value) => {
    if (!pattern.test(value)) throw new Fault(`must be ${shape}`);
    return value;
  };

export const whole =
  (min: number, max: number): Parse<number> =>
  (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) {
      throw new Fault(`must be a whole number from ${min} to ${max}`);
    }
    return number;
  };

/** A part of the whole. */
export const share: Parse<number> = (value) => {
  const number = Number(value);
  if (!/^\d(\.\d+)?$/.test(value) || number > 1) throw new Fault('must be a number from 0 to 1');
  return number;
};

export const flag: Parse<boolean> = (value) => {
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new Fault('must be true or false');
};

export const url =
  (...protocols: string[]): Parse<string> =>
  (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (!parsed || !protocols.includes(parsed.protocol)) {
      throw new Fault(`must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    }
    return value.replace(/\/$/, '');
  };

export const oneOf =
  <T extends string>(...values: T[]): Parse<T> =>
  (value) => {
    if (!values.includes(value as T)) throw new Fault(`must be one of ${values.join(', ')}`);
    return value as T;
  };

/** Origins as browsers send them: `*` and paths name none, and neither does `null`. */
export const origins: Parse<readonly string[]> = (value) => {
  const list = value.split(',').map((origin) => origin.trim());
  const wrong = list.find((origin) => !/^https?:/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (wrong !== undefined) throw new Fault('must be exact origins with commas between them, like https://shop.example.com');
  return list;
};

/** Addresses and networks. A network of all addresses would believe everybody, so it is refused. */
export const networks: Parse<readonly string[]> = (value) => {
  const all = value.split(',').map((network) => network.trim());
  for (const network of all) {
    const [address = '', bits, ...more] = network.split('/');
    const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
    const isNetwork = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest);
    if (longest === 0 || !isNetwork || more.length > 0) throw new Fault('must be addresses or networks such as 10.0.0.0/8, separated by commas');
  }
  return all;
};

/** Signing secrets, separated by commas. */
export const webhookSecrets: Parse<readonly string[]> = (value) => {
  const secrets = value.split(',').map((secret) => secret.trim());
  const isUsable = secrets.length <= 3 && secrets.every((secret) => /^[!-~]{16,200}$/.test(secret));
  if (!isUsable) throw new Fault('must be one to three secrets of 16 to 200 printable characters, separated by commas');
  return secrets;
};

/**
 * Ids are UUIDv7 (RFC 9562 §5.7) in storage and TypeIDs (type-prefixed base32, TypeID 0.3) everywhere else:
 * `prod_01h455vb4pex5vsknk084sn02q`. The prefix is part of the TypeScript type, so that an order id
 * is never passed where a cart id is meant.
 */
export type Id<Prefix extends string> = `${Prefix}_${string}`;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 32; i++) VALUES[ALPHABET.charCodeAt(i)] = i;
const BASE32 = Buffer.from(ALPHABET, 'latin1');
const HEX = Buffer.from('0123456789abcdef', 'latin1');
const HEX_VALUES = new Uint8Array(128);
for (let i = 0; i < 16; i++) HEX_VALUES[HEX[i]!] = i;

/** Where ids are written before they become strings: every request makes and translates dozens of them. */
const bytes = new Uint8Array(16);
const text = Buffer.alloc(36, '-');

const DASH = 45;

const random = new Uint8Array(10 * 256);
let randomLeft = 0;
let lastTime = 0;
let sequence = 0;

function refillRandom(): void {
  crypto.getRandomValues(random);
  randomLeft = random.length;
}

/** Puts a UUIDv7 into {@link bytes}. Ids of one process sort in the order they were made (12-bit counter). */
function makeUuid(): void {
  if (randomLeft < 10) refillRandom();
  randomLeft -= 10;
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    sequence = (random[randomLeft]! << 2) & 0x3ff;
  } else if (++sequence > 0xfff) {
    lastTime++;
    sequence = 0;
  }
  let time = lastTime;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time & 0xff;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (sequence >>> 8);
  bytes[7] = sequence & 0xff;
  for (let i = 8; i < 16; i++) bytes[i] = random[randomLeft + i - 7]!;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
}

/** The 128 bits of {@link bytes} as 26 characters of Crockford base32, most significant first (the first holds 3 bits). */
function encoded(): string {
  let buffer = 0;
  let bits = 2;
  let at = 0;
  for (let i = 0; i < 16; i++) {
    buffer = (buffer << 8) | bytes[i]!;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text[at++] = BASE32[(buffer >>> bits) & 31]!;
    }
    buffer &= (1 << bits) - 1;
  }
  return text.toString('latin1', 0, 26);
}

/** A new id of the given type, made from the clock of this machine and random bits. */
export function newId<P extends string>(prefix: P): Id<P> {
  makeUuid();
  return `${prefix}_${encoded()}`;
}

/** The TypeID for a UUID as PostgreSQL writes it. */
export function toId<P extends string>(prefix: P, uuid: string): Id<P> {
  let at = 0;
  for (let i = 0; i < 16; i++) {
    if (uuid.charCodeAt(at) === DASH) at++;
    bytes[i] = (HEX_VALUES[uuid.charCodeAt(at)]! << 4) | HEX_VALUES[uuid.charCodeAt(at + 1)]!;
    at += 2;
  }
  return `${prefix}_${encoded()}`;
}

/** The UUID behind a TypeID of any prefix. The id must be well formed: see {@link isId}. */
export function toUuid(id: string): string {
  let from = id.lastIndexOf('_') + 1;
  let buffer = 0;
  let bits = -2;
  let at = 0;
  while (at < 36) {
    buffer = (buffer << 5) | VALUES[id.charCodeAt(from++)]!;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (buffer >>> bits) & 255;
    text[at++] = HEX[byte >>> 4]!;
    text[at++] = HEX[byte & 15]!;
    if (at === 8 || at === 13 || at === 18 || at === 23) text[at++] = DASH;
    buffer &= (1 << bits) - 1;
  }
  return text.toString('latin1', 0, 36);
}

/** Whether the text is a TypeID of this type, in canonical (lower case) form. */
export function isId<P extends string>(prefix: P, text: unknown): text is Id<P> {
  if (typeof text !== 'string' || text.length !== prefix.length + 27) return false;
  if (!text.startsWith(prefix) || text[prefix.length] !== '_') return false;
  if (text.charCodeAt(prefix.length + 1) > 55) return false;
  for (let i = prefix.length + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 || VALUES[code]! < 0) return false;
  }
  return true;
}

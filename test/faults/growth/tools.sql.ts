/** Kinds of things that are made up: each has ids of its own. */
export const KINDS = {
  cart: 1, checkout: 2, order: 3, line: 4, hold: 5, payment: 6, authorization: 7, capture: 8, refundOperation: 9, captureJournal: 10, refundJournal: 11, event: 12,
  refund: 13, email: 14, variant: 15, product: 16, level: 17, movement: 18, customer: 19, gatewayEvent: 20, leftCart: 21, expiredCheckout: 22, expiredHold: 23,
  leftEvent: 24, expiry: 25,
} as const;

export type Kind = keyof typeof KINDS;

/** The UUIDv7 of the n-th thing of a kind, made at that millisecond. */
export const uuid = (kind: Kind, n: string, ms: string): string => `grown.uuid(${KINDS[kind]}, ${n}, ${ms})`;

/** The same id as it is written everywhere else. */
export const typeId = (prefix: string, kind: Kind, n: string, ms: string): string => `grown.type_id('${prefix}', ${KINDS[kind]}, ${n}, ${ms})`;

/** From 0 up to 1, the same for the same number and salt. */
export const chance = (n: string, salt: number): string => `((hashint8extended(${n}, ${salt}) & 2147483647) / 2147483648.0::float8)`;

const CROCKFORD = [...'0123456789abcdefghjkmnpqrstvwxyz'];
const PAIRS = CROCKFORD.flatMap((first) => CROCKFORD.map((second) => first + second));

/**
 * An id is 48 bits of time, `7`, twelve bits of kind, `8` and sixty bits of number: both of its spellings are then put together from
 * tables of ten bits each, which is twenty times faster than platform.type_id().
 */
export const TOOLS: readonly string[] = [
  `create schema grown`,
  // Names have a fixed length: the one that is wanted is found without looking at those before it.
  `create function grown.pair(n bigint) returns text language sql immutable parallel safe as $$
     select (('{${PAIRS.join(',')}}'::name[])[(n & 1023) + 1])::text $$`,
  `create function grown.uuid(kind int, n bigint, ms bigint) returns uuid language sql immutable parallel safe as $$
     select ('0' || to_hex(ms) || '7' || lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid $$`,
  `create function grown.type_id(prefix text, kind int, n bigint, ms bigint) returns text language sql immutable parallel safe as $$
     select prefix || '_' || grown.pair(ms >> 40) || grown.pair(ms >> 30) || grown.pair(ms >> 20) || grown.pair(ms >> 10) || grown.pair(ms)
       || grown.pair(((7 << 16) | (kind << 4) | 8) >> 10) || grown.pair((7 << 16) | (kind << 4) | 8)
       || '000000' || grown.pair(n >> 20) || grown.pair(n >> 10) || grown.pair(n) $$`,
  `create function grown.at(ms bigint) returns timestamptz language sql immutable parallel safe as $$ select 'epoch'::timestamptz + ms * interval '1 millisecond' $$`,
  `create function grown.iso(ms bigint) returns text language sql stable parallel safe as $$
     select to_char(grown.at(ms) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$`,
];

import fc from 'fast-check';

/** JSON as it is written, for what no value in JavaScript says: `1E400`, two members of one name, a `__proto__`. */
export class Raw {
  constructor(readonly text: string) {}
}

/** Stands for an id of this kind that is known once the request goes out. */
export class Ref {
  constructor(
    readonly kind: string,
    readonly pick: number,
  ) {}
}

/** JSON of a value with {@link Raw} in it. */
export function toJson(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${toJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

const nested = (depth: number): Raw => new Raw('['.repeat(depth) + ']'.repeat(depth));

/** Texts that mean something to some interpreter, or nothing to any. */
const TEXTS = [
  '', ' ', '\t', '\u0000', 'a\u0000b', '\u0007', '\u001b[2J', '\u007f', '\u0085', '\ud800', 'x\udfff', '\u202eabc', '\u2028', '\ufeff', '\ufffe', '💥', '👩‍👩‍👧‍👦', 'é\u0301\u0301\u0301', 'ﷺ', 'İ', 'ß', 'ﬀ', '１２３', '٣',
  "'", '"', '\\', "' or 1=1 --", "'; drop table ordering.orders; --", "1' and pg_sleep(9) --", 'x%', '_', '\\x00', '{1,2}', '(', '[', '.*+?', '*:*', '!', '& |', '<->', ':*', "a' & 'b",
  '$(id)', '`id`', '| id', '; id', '../../../../etc/passwd', '..\\..\\windows', 'file:///etc/passwd', '%00', '%2e%2e%2f', '{{7*7}}', '${7*7}', '<%= 7 %>', '#{7}', '<script>alert(1)</script>', '"><img src=x>',
  'a\r\nset-cookie: a=b', 'a\nBcc: eve@example.com', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', 'Infinity', 'true', 'false', '0', '-0', '-1', '1e5', '1e309', '0x10', '9007199254740993', '9'.repeat(40),
  'http://169.254.169.254/latest/meta-data', 'http://localhost:6379/', 'javascript:alert(1)', 'data:text/html,x', '//evil.example', 'ada@example.com', 'a@b', '"a b"@example.com', 'a@[127.0.0.1]', 'ａ@example.com',
  '4242 4242 4242 4242', 'EUR', 'eur', 'QQQ', 'DE', 'ZZ', '0000-00-00', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00Z', '0001-01-01T00:00:00Z', '-infinity', 'infinity', 'now', 'epoch', 'today',
  'cart_01h455vb4pex5vsknk084sn02q', 'cart_7zzzzzzzzzzzzzzzzzzzzzzzzz', '00000000-0000-0000-0000-000000000000',
];

const LENGTHS = [1, 39, 40, 41, 100, 199, 200, 201, 254, 255, 256, 500, 501, 1_000, 1_025, 2_049, 8_001, 70_000];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('x', 'é', '💥', ' ', '%', "'", '9', 'a.'), fc.constantFrom(...LENGTHS)).map(([unit, length]) => unit.repeat(length)) },
);

export const hostileNumber: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(0, -1, 1, 0.1, 1.5, -0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 2 ** 53, 1e12, 1e12 + 1, 1e15, 1e21, 1e300, -1e300, 5e-324),
  fc.constantFrom('-0', '1E400', '-1e400', '1.0', '1e2', '1E+2', '10e-1', '0.0', '9007199254740993', '9223372036854775808', '1'.repeat(400), `0.${'1'.repeat(400)}`).map((text) => new Raw(text)),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const hostileShape: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null, true, false, [], {}, [null], [[]], [{}], { length: 1e9 }, { $gt: '' }, new Raw('{"then":1}'), { toJSON: 1 }, { id: 1 }, ['x', 'x'], nested(10), nested(31), nested(40), nested(5_000),
  new Raw('{"__proto__":{"admin":true}}'), new Raw('{"constructor":{"prototype":{"admin":true}}}'), new Raw('{"a":1,"a":2}'), new Raw('{"\\u005f_proto__":1}'), new Raw('{"":""}'), new Raw(`{"${'k'.repeat(5_000)}":1}`),
  Array.from({ length: 3_000 }, () => null), Array.from({ length: 300 }, (_, i) => `tag-${i}`), new Raw(`[${'1,'.repeat(20_000)}1]`),
);

/** Anything that JSON can say, and much that it should not. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(hostileText, hostileNumber, hostileShape, fc.json({ maxDepth: 3 }).map((text) => new Raw(text)));

/** Whole bodies that are no JSON, or JSON of the wrong kind. */
export const HOSTILE_BODIES: readonly string[] = [
  '', ' ', '{', '}', '{}{}', '{"a"}', "{'a':1}", '{a:1}', '[', '[]', 'null', 'true', '1', '"x"', 'NaN', '\ufeff{}', '{"a":undefined}', '{"a":01}', '{"a":1,}', '/* */{}', '{"a":"\u0001"}', '{"a":"\\ud800"}', '{"__proto__":{}}',
  '{"a":1e999}', '{"a":"\\x41"}', '['.repeat(60_000), '{"a":'.repeat(30_000), '[{"a":'.repeat(20_000), `"${'x'.repeat(200_000)}"`, `{"a":"${'x'.repeat(300_000)}"}`, '\u0000', 'a=1&b=2', '<a/>', '--x\r\n',
];

import fc from 'fast-check';
import { cardNumber, grouped, gtin } from '../../../../test/support/cards.js';
import { newId } from '../kernel/index.js';
import { addressHoldsCard, CardDataNotAccepted, refuseCardDataAround } from './card-data.js';
import { withoutCardData } from './card-free.js';
import { parseJson } from './json-body.js';
import { problemDocument } from './problem.filter.js';

const name = fc.oneof(fc.constantFrom('note', 'name', 'sku', 'metadata', 'Barcode', 'barcode_2'), fc.string({ maxLength: 8 }).filter((key) => !(key in Object.prototype) && key !== 'barcode'));

/** The value somewhere inside of lists and objects. */
const buried = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [...Array<number>(step).fill(1), inner] : { other: 'x', [step]: inner }), value);
const path = fc.array(fc.oneof(name, fc.nat(3)), { maxLength: 12 });

describe('a body with a card number', () => {
  it('is refused wherever the number stands', () => {
    fc.assert(fc.property(grouped(cardNumber), path, name, (number, way, last) => {
      expect(() => parseJson(JSON.stringify(buried({ [last]: number }, way)))).toThrow(CardDataNotAccepted);
      expect(() => parseJson(JSON.stringify(buried({ [number]: last }, way)))).toThrow(CardDataNotAccepted);
      expect(() => parseJson(JSON.stringify(buried([`Take ${number}!`], way)))).toThrow(CardDataNotAccepted);
    }));
  });

  it('is refused when it is a number, however it is written', () => {
    fc.assert(fc.property(cardNumber, path, (number, way) => {
      const json = JSON.stringify(buried({ note: 'the number' }, way)).replace('"the number"', number);
      expect(() => parseJson(json)).toThrow(CardDataNotAccepted);
    }));
    expect(() => parseJson('{"a":4.242424242424242e15}')).toThrow(CardDataNotAccepted);
    expect(() => parseJson('{"a":4.242424242424242E+15 }')).toThrow(CardDataNotAccepted);
  });

  it('is refused when its digits hide behind escapes', () => {
    fc.assert(fc.property(cardNumber, fc.array(fc.boolean(), { minLength: 19, maxLength: 19 }), (number, hidden) => {
      const written = [...number].map((digit, at) => (hidden[at] ? `\\u003${digit}` : digit)).join('');
      expect(() => parseJson(`{"a":"${written}"}`)).toThrow(CardDataNotAccepted);
    }));
  });

  it('is no body with a bar code in its own field, and is one where the bar code stands elsewhere', () => {
    fc.assert(fc.property(gtin, path, (code, way) => {
      expect(() => parseJson(JSON.stringify(buried({ barcode: code }, way)))).not.toThrow();
    }));
    expect(() => parseJson('{"barcode":"4006381333931"}')).not.toThrow();
    expect(() => parseJson('{"barcode":"4242424242424242"}')).toThrow(CardDataNotAccepted);
    expect(() => parseJson('{"note":"4000000000006"}')).toThrow(CardDataNotAccepted);
  });
});

describe('a body without a card number', () => {
  it('is read as it is, amounts, phones and ids included, however closely it is looked at', () => {
    const harmless = fc.oneof(fc.uuid(), fc.integer({ min: -1e12, max: 999_999_999_999 }), fc.double({ min: -1, max: 1, noNaN: true, noDefaultInfinity: true }), fc.constantFrom('+49 170 1234567', '2026-11-21T14:51:00.123Z'), fc.constant(0).map(() => newId('var')));

    fc.assert(fc.property(fc.dictionary(name, harmless), (body) => {
      const json = `{"a":"\\u0041","b":1e2,"c":${JSON.stringify(body)}}`;
      expect(parseJson(json)).toEqual(JSON.parse(json));
    }), { numRuns: 500 });
  });
});

describe('a request with a card number around its body', () => {
  it('is refused for its address, also when that is encoded', () => {
    fc.assert(fc.property(grouped(cardNumber), fc.constantFrom('/v1/products?q=', '/v1/orders/', '/v1/products?colour=red&x=', '/nothing/at/all/'), (number, before) => {
      const encoded = [...number].map((letter) => (/\d/.test(letter) ? `%3${letter}` : encodeURIComponent(letter))).join('');
      expect([addressHoldsCard(before + encodeURIComponent(number)), addressHoldsCard(before + encoded), addressHoldsCard(before + number.replaceAll(' ', '+'))]).toEqual([true, true, true]);
      expect(addressHoldsCard(`${before}%zz%20${number}`)).toBe(true);
    }));
    expect(addressHoldsCard('/v1/products?q=4242&limit=42&cursor=4242424242424242x')).toBe(false);
  });

  it.each(['idempotency-key', 'user-agent'])('is refused for the header %s, which is kept', (header) => {
    expect(() => refuseCardDataAround({ url: '/', headers: { [header]: 'x 4242424242424242' } })).toThrow(CardDataNotAccepted);
    expect(() => refuseCardDataAround({ url: '/', headers: { [header]: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.7444.175' } })).not.toThrow();
  });

  it('has no address in its problem', () => {
    const fault = { status: 404, code: 'not-found', title: 'T', detail: 'D' };

    expect(problemDocument(fault, '', { id: 'r', url: '/v1/x/4242%204242-42424242' }).instance).toBeUndefined();
    expect(problemDocument(fault, '', { id: 'r', url: '/v1/x?q=1' }).instance).toBe('/v1/x');
  });
});

describe('a file with a card number', () => {
  /** The text in pieces, and what came through of it. */
  async function through(text: string, size: number): Promise<{ kept: string; error?: unknown }> {
    const bytes = Buffer.from(text);
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    let kept = '';
    try {
      for await (const piece of withoutCardData(pieces())) kept += Buffer.from(piece).toString('latin1');
      return { kept };
    } catch (error) {
      return { kept, error };
    }
  }

  const LINE = 'mug,Enamel Mug,12.50,Größe M\n';
  const KB = (count: number) => LINE.repeat(Math.ceil((count * 1024) / Buffer.byteLength(LINE)));

  it.each([1, 7, 1_000, 65_536, 1_000_000])('ends before the number, whose line is told, in pieces of %i bytes', async (size) => {
    const before = KB(size === 1 ? 70 : 200);

    for (const shift of [0, 3, 9, 15]) {
      const { kept, error } = await through(`${before}${'x'.repeat(shift)}\nb,4242 4242 4242 4242,\n${KB(size === 1 ? 1 : 100)}`, size);

      expect(error).toBeInstanceOf(CardDataNotAccepted);
      expect((error as Error).message).toContain(`Line ${before.split('\n').length + 1} `);
      expect(kept).not.toMatch(/b,4/);
    }
  });

  it('ends wherever a block ends', async () => {
    for (let shift = 0; shift < 60; shift++) {
      const before = 'x'.repeat(65_536 - 45 + shift);
      const { kept, error } = await through(`${before}\n4242-4242-4242-4242\n${KB(70)}`, 65_536);

      expect([shift, error]).toEqual([shift, expect.any(CardDataNotAccepted)]);
      expect(kept).not.toMatch(/42/);
    }
  });

  it('is found at the very end, and a longer number is none wherever a block ends', async () => {
    expect((await through(`${LINE}4242424242424242`, 1_000)).error).toBeInstanceOf(CardDataNotAccepted);
    for (let shift = 0; shift < 40; shift++) {
      const harmless = `${'x'.repeat(65_536 - 30 + shift)}\n4242424242424242${'7'.repeat(150)}\n${KB(70)}`;
      expect(await through(harmless, 65_536)).toEqual({ kept: Buffer.from(harmless).toString('latin1') });
    }
  });

  it('comes through whole without one, bar codes included', async () => {
    const text = `${KB(300)}x,4006381333931,4000000000006\n`;

    expect(await through(text, 10_000)).toEqual({ kept: Buffer.from(text).toString('latin1') });
  });
});

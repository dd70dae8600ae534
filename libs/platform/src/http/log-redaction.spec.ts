import { Writable } from 'node:stream';
import { createLogger } from '../telemetry/logger.js';

const CANARY = 'canary-4711';

/** What a logger writes of these lines. */
function written(log: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  const out = new Writable({ write: (chunk, _encoding, done) => ((text += String(chunk)), done()) });
  log(createLogger('trace', 'test', out));
  return text;
}

describe('the log', () => {
  it.each(['authorization', 'cookie', 'password', 'token', 'secret', 'api_key', 'email', 'phone', 'shipping_address', 'line1', 'city', 'postal_code'])(
    'does not hold what stands under %s, however deep', (field) => {
      const text = written((logger) => {
        logger.info({ [field]: CANARY }, 'one');
        logger.info({ body: { [field]: CANARY } }, 'two');
        logger.info({ request: { body: { [field]: CANARY } } }, 'three');
        logger.info({ a: [{ b: { c: { d: { [field]: CANARY } } } }] }, 'many');
        logger.info({ body: { [field]: { inner: CANARY } } }, 'whole');
      });

      expect(text).not.toContain(CANARY);
      expect(text.split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['one', 'two', 'three', 'many', 'whole']);
    },
  );

  it.each(['Authorization', 'holdfast-cart-token', 'holdfast-order-token', 'client_secret', 'token_hash', 'cartToken', 'recipient', 'Set-Cookie'])('does not hold what stands under %s', (field) => {
    expect(written((logger) => logger.info({ headers: { [field]: CANARY } }, 'x'))).not.toContain(CANARY);
  });

  it('shows everything else', () => {
    const line = { method: 'GET', route: '/v1/carts/:id', status: 200, list: [1, { at: new Date(0) }], nothing: null };

    expect(JSON.parse(written((logger) => logger.info(line, 'request')))).toMatchObject({ ...line, list: [1, { at: '1970-01-01T00:00:00.000Z' }], process: 'test', msg: 'request' });
  });

  it('survives what is endlessly deep', () => {
    const line: Record<string, unknown> = { token: CANARY };
    line['self'] = line;

    expect(written((logger) => logger.info(line, 'x'))).not.toContain(CANARY);
  });

  it('does not hold the rows that an error of the database quotes', () => {
    const error = Object.assign(new Error('duplicate key value violates unique constraint "carts_pkey"'), {
      code: '23505', constraint: 'carts_pkey', detail: `Key (email)=(${CANARY}) already exists.`, where: CANARY, parameters: [CANARY], query: CANARY, hint: CANARY,
    });

    const text = written((logger) => logger.error({ err: Object.assign(new Error('failed', { cause: error }), { parameters: [CANARY] }) }, 'request failed'));

    expect(text).not.toContain(CANARY);
    expect(text).toContain('carts_pkey');
  });

  it.each(['ada@example.com', 'ada.lovelace+shop@mail.example.co.uk', 'ädä@exämple.de'])('does not hold the address that an error quotes: %s', (address) => {
    const text = written((logger) => logger.error({ err: new Error(`550 <${address}>: no such user, from node_modules/@nestjs/core`, { cause: new Error(address) }) }, 'x'));

    expect(text).not.toContain(address);
    expect(text).toContain('550 <[address]>: no such user, from node_modules/@nestjs/core');
  });

  it('holds nothing of what was thrown when it was no error', () => {
    expect(written((logger) => logger.error({ err: { email: CANARY, sql: CANARY } }, 'x'))).not.toContain(CANARY);
    expect(written((logger) => logger.error({ err: CANARY }, 'x'))).not.toContain(CANARY);
  });
});

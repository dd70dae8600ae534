import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parsed } from '../e2e/refusals.js';
import { eventually } from '../support/eventually.js';
import { expectProof, sellable } from '../support/journey.js';
import { Program } from '../support/program.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';

const SECRET = 'a secret that the processes of this spec share';
/** MiB that an attack may cost beside what is there: far less than is sent. */
const MOST = 200;
const CLIENTS = 20;
const CUT = 'cut off';
const PATIENCE_MS = 200;

const lines = (...all: string[]): string => [...all, '', ''].join('\r\n');
const post = (path: string, length: number, type = 'application/json'): string =>
  lines(`POST ${path} HTTP/1.1`, 'host: shop.test', `authorization: Bearer ${ADMIN_KEY}`, `idempotency-key: ${randomUUID()}`, `content-type: ${type}`, `content-length: ${length}`);

interface Attack {
  /** What each of many clients sends, piece by piece. */
  readonly sends: () => Iterable<string>;
  /** What each of them is told. */
  readonly told: RegExp;
}

function* repeated(head: string, piece: string, times: number): Generator<string> {
  yield head;
  for (let i = 0; i < times; i++) yield piece;
}

const BIG = 'x'.repeat(64 * 1024);
const whole = (path: string, body: string, type?: string) => (): string[] => [post(path, Buffer.byteLength(body), type) + body];
const FORM = 'multipart/form-data; boundary=b';
const file = (content: string): string => `--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--b--\r\n`;

const ATTACKS: Readonly<Record<string, Attack>> = {
  'a header of 10 MiB': { sends: () => repeated('GET /v1/products HTTP/1.1\r\nhost: x\r\nx-long: ', BIG, 160), told: /^431 headers-too-large$/ },
  '100,000 headers': { sends: () => repeated('GET /v1/products HTTP/1.1\r\nhost: x\r\n', 'a: b\r\n'.repeat(1_000), 100), told: /^431 headers-too-large$/ },
  'an address of 10 MiB': { sends: () => repeated('GET /v1/products?q=', BIG, 160), told: /^431 headers-too-large$/ },
  'a parameter of 1,000 characters in the path': { sends: () => [lines(`GET /v1/products/${'x'.repeat(1_000)} HTTP/1.1`, 'host: x', 'connection: close')], told: /^414 uri-too-long$/ },
  '2,000 parameters': { sends: () => [lines(`GET /v1/products?${Array.from({ length: 2_000 }, (_, i) => `a${i}=1`).join('&')} HTTP/1.1`, 'host: x', 'connection: close')], told: /^400 invalid-request$/ },
  'a body of 10 MiB': { sends: () => repeated(post('/v1/carts', 10_485_760), BIG, 160), told: /^413 body-too-large$/ },
  'a body of chunks without end': { sends: () => repeated(lines('POST /v1/carts HTTP/1.1', 'host: x', 'content-type: application/json', 'transfer-encoding: chunked'), `10000\r\n${BIG}\r\n`, 100), told: /^413 body-too-large$/ },
  '100,000 levels of JSON': { sends: whole('/v1/carts', '['.repeat(100_000)), told: /^400 malformed-json$/ },
  '60,000 levels of objects and lists': { sends: whole('/v1/admin/products', '{"a":['.repeat(30_000)), told: /^400 malformed-json$/ },
  '16,000 lines of a cart': { sends: whole('/v1/carts', `{"lines":[${'{},'.repeat(16_000)}{}]}`), told: /^400 invalid-request$/ },
  '20,000 unknown fields': { sends: whole('/v1/carts', `{${Array.from({ length: 20_000 }, (_, i) => `"f${i}":1`).join(',')}}`), told: /^400 invalid-request$/ },
  'numbers of 100,000 digits': { sends: whole('/v1/admin/stock-locations', `{"code":"a","name":"a","rank":${'9'.repeat(100_000)}}`), told: /^(400 invalid-request|422 card-data-not-accepted)$/ },
  'a form of 10 MiB for somebody without a credential': { sends: () => repeated(post('/v1/admin/imports', 10_485_760, FORM).replace(ADMIN_KEY, 'x'), BIG, 160), told: /^401 unauthenticated$/ },
  'a form with 1,000 fields': { sends: whole('/v1/admin/imports', Array.from({ length: 1_000 }, (_, i) => `--b\r\ncontent-disposition: form-data; name="f${i}"\r\n\r\nx\r\n`).join('') + file('Handle\n'), FORM), told: /^400 invalid-request$/ },
  'a field of 2 MiB in a form': { sends: whole('/v1/admin/settlement-reports?gateway=manual&format=generic', `--b\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n${'x'.repeat(2_000_000)}\r\n${file('id\n')}`, FORM), told: /^4(00|13) / },
};

describe('whoever sends too much', () => {
  let shop: Shop;
  let api: Program;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true, settings: { HOLDFAST_SECRET: SECRET } });
    await sellable(shop);
    api = await Program.start('api', { env: { DATABASE_URL: shop.database.url, HOLDFAST_SECRET: SECRET, HOLDFAST_ADMIN_KEY: ADMIN_KEY, HOLDFAST_TEST_MODE: 'true', LOG_LEVEL: 'fatal', STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: shop.sandbox.url, REQUEST_TIMEOUT_MS: '6000' } });
  }, 60_000);
  afterAll(async () => {
    await api.kill();
    await expectProof(shop);
    await shop.close();
  }, 60_000);

  /** MiB that the process holds at the most, since it began. */
  const peak = (): number => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${api.pid}/status`, 'utf8'))![1]) / 1024;
  const dial = (): Socket => connect(Number(new URL(api.url).port), '127.0.0.1').on('error', () => undefined);

  /**
   * Sends it all, as far as it is taken; answers status and code. Who is still sending when the answer comes may lose it: who has `patience` looks so
   * many milliseconds for an answer before sending on.
   */
  async function attack({ sends }: Attack, patience = 0): Promise<string> {
    const socket = dial();
    const received: Buffer[] = [];
    const closed = new Promise((done) => socket.on('close', done));
    const answered = new Promise((done) => socket.on('data', (chunk: Buffer) => done(received.push(chunk))));
    for (const piece of sends()) {
      if (socket.destroyed || received.length > 0) break;
      if (!socket.write(piece)) await Promise.race([new Promise((done) => socket.once('drain', done)), answered, closed]);
      if (patience > 0) await Promise.race([pause(patience), answered, closed]);
    }
    await Promise.race([closed, answered]);
    socket.end();
    await closed;
    const [first] = Buffer.concat(received).toString().split(/(?<=.)(?=HTTP\/1\.1 \d)/s);
    if (!first) return CUT;
    const { status, body } = parsed(first);
    return `${status} ${body?.code}`;
  }

  /** A client that asks as long as the attack lasts. */
  async function served(during: Promise<unknown>): Promise<{ answers: number; others: number[] }> {
    const attack = { isOver: false };
    void during.finally(() => (attack.isOver = true)).catch(() => undefined);
    const seen: number[] = [];
    while (!attack.isOver || seen.length < 5) seen.push((await fetch(`${api.url}/v1/products`)).status);
    return { answers: seen.length, others: seen.filter((status) => status !== 200) };
  }

  it.each(Object.entries(ATTACKS))('is told so, in bounded memory, while others are served: %s', async (_name, one) => {
    const before = peak();
    const attacks = Promise.all([...Array.from({ length: CLIENTS }, () => attack(one)), attack(one, PATIENCE_MS)]);

    const { answers, others } = await served(attacks);

    const told = new Set(await attacks);
    expect([...told].filter((what) => what !== CUT && !one.told.test(what))).toEqual([]);
    expect([...told]).not.toEqual([CUT]);
    expect([others, answers >= 5]).toEqual([[], true]);
    expect(peak() - before).toBeLessThan(MOST);
    expect(api.isRunning).toBe(true);
  }, 90_000);

  it.each([
    ['headers', 'GET /v1/products HTTP/1.1\r\nhost: x\r\nx-slow: '],
    ['a body', 'POST /v1/carts HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"a":"'],
    ['a form', `${post('/v1/admin/imports', 1_000_000, FORM)}--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nHandle\r\n`],
    ['nothing at all', ''],
  ])('and 500 who send it drop by drop are cut off while others are served: %s', async (_name, head) => {
    const slow = Array.from({ length: 500 }, () => {
      const socket = dial();
      if (head !== '') socket.write(head);
      const drops = setInterval(() => head !== '' && socket.write('x'), 300);
      return once(socket.resume(), 'close').finally(() => clearInterval(drops));
    });

    const { others, answers } = await served(Promise.all(slow));

    expect([others, answers >= 5]).toEqual([[], true]);
    expect(api.isRunning).toBe(true);
  }, 90_000);

  it.each([
    ['a million columns', `Handle,Title${',x'.repeat(1_000_000)}\na,A\n`],
    ['the same column 100,000 times', `Handle${',Handle'.repeat(100_000)}\na\n`],
    ['rows of half a million cells', `Handle,Title\n${`a${',b'.repeat(450_000)}\n`.repeat(6)}`],
    ['one cell of 2 MiB', `Handle,Title\na,${'x'.repeat(2_000_000)}\n`],
    ['a quote without an end', `Handle,Title\na,"${'x\n'.repeat(1_000_000)}`],
    ['100,000 empty rows', `Handle,Title\n${'\n'.repeat(100_000)}`],
    ['a price of 900,000 decimals', `Handle,Title,Variant Price\na,A,1.${'0'.repeat(900_000)}1\n`],
    ['a description of 60,000 tags without an end', `Handle,Title,Body (HTML)\na,A,${'<'.repeat(60_000)}\n`],
  ])('in a file ends as an import that says what is wrong, or does it: %s', async (_name, csv) => {
    const form = new FormData();
    form.set('file', new Blob([csv]), 'a.csv');
    const upload = await fetch(`${api.url}/v1/admin/imports`, { method: 'POST', body: form, headers: { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': randomUUID() } });
    const { id } = (await upload.json()) as { id: string };

    const done = await eventually(async () => {
      const { body } = await shop.admin('GET', `/v1/admin/imports/${id}`);
      if (!['completed', 'failed'].includes(body.status)) throw new Error(body.status);
      return body;
    }, 40_000);

    expect(upload.status).toBe(202);
    expect(JSON.stringify(done).length).toBeLessThan(20_000);
  }, 60_000);
});

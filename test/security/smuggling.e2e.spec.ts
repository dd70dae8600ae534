import { connect } from 'node:net';
import { expectRefusal, request, Stored, wire } from '../e2e/refusals.js';
import { customerOf, type LoggedIn } from '../support/people.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';

/** A second request that hides behind the end of the first one, as far as whoever stands in front believes. */
const HIDDEN = 'POST /v1/carts HTTP/1.1\r\nhost: shop.test\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
const POST = 'POST /v1/carts HTTP/1.1\r\nhost: shop.test\r\ncontent-type: application/json\r\n';

/** How many answers come for these bytes before the connection is closed. */
function answersTo(shop: Shop, bytes: string): Promise<string[]> {
  const { hostname, port } = new URL(shop.url);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('close', () => resolve(text.split(/(?=HTTP\/1\.1 \d{3})/).filter((one) => one !== '')));
    socket.end(bytes);
  });
}

describe('requests that two programs read differently', () => {
  let shop: Shop;
  let stored: Stored;
  let before: unknown[];
  let ada: LoggedIn;

  beforeAll(async () => {
    shop = await Shop.open();
    ada = await customerOf(shop);
    stored = await Stored.of(shop);
    before = await stored.read();
  });
  afterEach(async () => {
    expect(await stored.read()).toEqual(before);
  });
  afterAll(async () => {
    await stored.close();
    await shop.close();
  });

  it.each([
    ['a length and chunks', `${POST}content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['chunks and a length', `${POST}transfer-encoding: chunked\r\ncontent-length: 6\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['two lengths', `${POST}content-length: 0\r\ncontent-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`],
    ['the same length twice', `${POST}content-length: 0\r\ncontent-length: 0\r\n\r\n${HIDDEN}`],
    ['a list of lengths', `${POST}content-length: 0, 0\r\n\r\n${HIDDEN}`],
    ['a length with a sign', `${POST}content-length: +0\r\n\r\n${HIDDEN}`],
    ['a hexadecimal length', `${POST}content-length: 0x0\r\n\r\n${HIDDEN}`],
    ['a length beyond all integers', `${POST}content-length: 99999999999999999999999\r\n\r\n${HIDDEN}`],
    ['chunks under another name', `${POST}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['chunks that are not last', `${POST}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a space before the colon', `${POST}transfer-encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a folded header', `${POST}transfer-encoding:\r\n chunked\r\ncontent-length: 0\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a folded value', `${POST}x: a\r\n b\r\ncontent-length: 0\r\nx\r\n\r\n${HIDDEN}`],
    ['a header without a name', `${POST}: x\r\ncontent-length: 0\r\n\r\n${HIDDEN}`],
    ['lines that end with LF alone', `${POST.replaceAll('\r\n', '\n')}content-length: 0\n\n${HIDDEN}`],
    ['lines that end with CR alone', `${POST}content-length: 0\rx: y\r\n\r\n${HIDDEN}`],
    ['a NUL in a name', `${POST}content\u0000-length: 0\r\n\r\n${HIDDEN}`],
    ['a chunk whose length is none', `${POST}transfer-encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk that is longer than it says', `${POST}transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk that ends with LF alone', `${POST}transfer-encoding: chunked\r\n\r\n2\n{}\n0\n\n${HIDDEN}`],
    ['two protocols', `POST /v1/carts HTTP/1.1 HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n${HIDDEN}`],
    ['HTTP/2 without an agreement', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${HIDDEN}`],
  ])('are refused, and nothing after them is read: %s', async (_name, bytes) => {
    const answers = await answersTo(shop, bytes);

    expect(answers.map((text) => text.slice(0, 24))).toEqual([expect.stringMatching(/^HTTP\/1\.1 400 /)]);
    expect(answers[0]).toMatch(/connection: close/i);
    expect(answers[0]).toContain('"code":"invalid-request"');
  });

  it('may name extensions of chunks, which mean nothing, but not many of them', async () => {
    const chunked = `${POST}connection: close\r\ntransfer-encoding: chunked\r\n\r\n`;
    const [short] = await answersTo(shop, `${chunked}e;a=b;c="d"\r\n{"colour":"x"}\r\n0\r\n\r\n`);
    const [long] = await answersTo(shop, `${chunked}e;${'a'.repeat(40_000)}\r\n{"colour":"x"}\r\n0\r\n\r\n`);

    expect(short).toMatch(/^HTTP\/1\.1 400 .*"pointer":"\/colour"/s);
    expect(long).toMatch(/^HTTP\/1\.1 413 .*"code":"body-too-large"/s);
  });

  it('have trailers that count for nothing', async () => {
    const [answer] = await answersTo(shop, `GET /v1/admin/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\ntrailer: authorization\r\n\r\n0\r\nauthorization: Bearer ${ADMIN_KEY}\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each<[string, (token: string) => string[], number, string]>([
    ['Authorization', (token) => [`authorization: ${token}`, `authorization: Bearer ${ADMIN_KEY}`], 401, 'unauthenticated'],
    ['Authorization, the same twice', (token) => [`authorization: ${token}`, `Authorization: ${token}`], 401, 'unauthenticated'],
    ['Host', (token) => [`authorization: ${token}`, 'Host: evil.example'], 400, 'invalid-request'],
    ['Content-Type', (token) => [`authorization: ${token}`, 'content-type: application/json', 'content-type: text/plain'], 400, 'invalid-request'],
  ])('are refused where a header stands twice that may stand once: %s', async (_name, headersOf, status, code) => {
    const token = ada.headers['authorization']!;

    expect((await wire(shop, request('GET /v1/customers/me', [`authorization: ${token}`]))).status).toBe(200);
    expectRefusal(await wire(shop, request('GET /v1/customers/me', headersOf(token))), status, code);
  });

  it('are refused without a Host, and take none from the address', async () => {
    expectRefusal(await wire(shop, 'GET /v1/products HTTP/1.1\r\nconnection: close\r\n\r\n'), 400, 'invalid-request');
    const answer = await wire(shop, request('GET http://evil.example/v1/products?limit=0'));
    expect([400, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('"type":"http://evil');
  });

  it('name themselves by no header of a proxy', async () => {
    const answer = await wire(shop, request('GET /v1/products?limit=0', ['x-forwarded-host: evil.example', 'x-forwarded-proto: gopher', 'forwarded: host=evil.example', 'x-http-method-override: DELETE', 'x-original-url: /v1/admin/orders', 'x-rewrite-url: /v1/admin/orders']));

    expectRefusal(answer, 400, 'invalid-request', ['?limit']);
    expect(answer.text).not.toContain('evil');
  });
});

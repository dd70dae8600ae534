import { connect } from 'node:net';
import { Client } from 'pg';
import type { Answer } from '../support/answer.js';
import type { Shop } from '../support/shop.js';

/** What only our own insides say: stacks, files, SQL, the words of libraries. */
export const INSIDES =
  /\n\s+at |node_modules|\.[jt]s\b|\/work\/|\bselect\b|\binsert into\b|syntax error|violates|duplicate key|SQLSTATE|fastify|FST_|nestjs|\bnest\b|mikro|class-validator|HPE_|ERR_|Cannot (GET|POST|read)|Unexpected (token|end)|in JSON|TypeError|undefined|\[object/i;

/** An answer is a refusal in our own words: the right status and code, RFC 9457, nothing of our insides. */
export function expectRefusal(answer: Answer, status: number, code: string, pointers?: readonly string[]): void {
  expect([answer.status, answer.body?.code ?? answer.text.slice(0, 300)]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.body).toMatchObject({
    type: `http://shop.test/problems/${code}`,
    title: expect.stringMatching(/^[A-Z]/),
    status,
    detail: expect.stringMatching(/\.$/),
    request_id: answer.headers.get('x-request-id'),
  });
  const { instance: _, ...said } = answer.body;
  expect(JSON.stringify(said)).not.toMatch(INSIDES);
  expect(answer.text.length).toBeLessThan(40_000);
  if (!pointers) return;
  const named = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer) as string[];
  expect([...new Set(named)].sort()).toEqual([...pointers].sort());
  for (const error of answer.body.errors) {
    expect(error).toEqual({ pointer: expect.any(String), code: expect.stringMatching(/^[a-z0-9-]+$/), message: expect.any(String) });
  }
}

/** Reads everything that the shop has stored, as one line for each table. */
export class Stored {
  private constructor(
    private readonly client: Client,
    private readonly sql: string,
  ) {}

  static async of(shop: Shop): Promise<Stored> {
    const client = new Client({ connectionString: shop.database.url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname in ('ordering', 'catalog', 'inventory', 'payments', 'platform', 'notifications')`,
    );
    const parts = rows.map(({ name }) => `select '${name}' as name, count(*) as rows, md5(string_agg(t::text, '|' order by t::text)) as hash from ${name} t`);
    return new Stored(client, parts.join(' union all '));
  }

  async read(): Promise<unknown[]> {
    return (await this.client.query(`${this.sql} order by name`)).rows;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

/** Sends bytes as they are over a socket of its own, and reads the answer: for what no HTTP client would send. */
export function wire(shop: Shop, ...chunks: (string | Uint8Array)[]): Promise<Answer> {
  const { hostname, port } = new URL(shop.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const received: Buffer[] = [];
    // A server that refuses early closes while we still write.
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('close', () => {
      const text = Buffer.concat(received).toString();
      if (text === '') reject(new Error('The connection was closed without an answer'));
      else resolve(parsed(text));
    });
    for (const chunk of chunks) socket.write(chunk);
  });
}

/** An answer as it came over a socket. */
export function parsed(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [first, ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const body = text.slice(end + 4);
  const isJson = headers.get('content-type')?.includes('json') && body !== '';
  return { status: Number(first!.split(' ')[1]), headers, text: body, body: isJson ? JSON.parse(body) : undefined };
}

/** A request as text, for {@link wire}. */
export function request(line: string, headers: readonly string[] = [], body = ''): string {
  const length = body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`];
  return [`${line} HTTP/1.1`, 'host: shop.test', 'connection: close', ...length, ...headers, '', body].join('\r\n');
}

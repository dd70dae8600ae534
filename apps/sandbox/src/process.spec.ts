import { createTestDatabase } from '../../../test/support/database.js';
import { startSandbox } from './server.js';
import { PAID, type SandboxUnderTest, sandboxUnderTest } from './sandbox-under-test.js';

let sandbox: SandboxUnderTest;
beforeAll(async () => {
  sandbox = await sandboxUnderTest(await createTestDatabase());
});
afterAll(() => sandbox.stop());

describe('the process', () => {
  it('answers its probes and keeps a log of calls', async () => {
    await sandbox.stripe.paymentIntents.create(PAID, { idempotencyKey: 'logged' });

    expect((await fetch(`${sandbox.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${sandbox.url}/livez`)).status).toBe(200);
    const { calls } = await sandbox.control('calls');
    expect(calls).toMatchObject([
      {
        method: 'POST',
        path: '/v1/payment_intents',
        idempotency_key: 'logged',
        outcome: 'answered',
        status: 200,
      },
    ]);
    expect((await sandbox.control('books')).calls_count).toBe(1);
  });

  it('keeps its books over a restart and does not wait for scripted delays', async () => {
    const databaseUrl = sandbox.databaseUrl;
    const settings = { port: 0, databaseUrl, logLevel: 'silent' };
    const first = await startSandbox(settings);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({
      scripts: [{ fault: 'delay', delay_ms: 600_000 }, { fault: 'hang' }],
    });
    await fetch(`${first.url}/_sandbox/scripts`, { method: 'POST', body, headers });
    const form = new URLSearchParams({ amount: '900', currency: 'eur' });
    const call = { method: 'POST', body: form, headers: { authorization: 'Bearer sk_test_x' } };
    const calls = [1, 2].map(() =>
      fetch(`${first.url}/v1/payment_intents`, call).catch(() => 'cut'),
    );
    while ((await sandbox.control('scripts')).scripts.length > 0);

    await first.close();

    expect(await Promise.all(calls)).toEqual(['cut', 'cut']);
    const second = await startSandbox(settings);
    const books: any = await (await fetch(`${second.url}/_sandbox/books`)).json();
    await second.close();
    expect(books.payment_intents).toHaveLength(1);
  });

  it('names what is wrong with its settings in one sentence', async () => {
    const port = Number(new URL(sandbox.url).port);
    const taken = startSandbox({ port, databaseUrl: sandbox.databaseUrl, logLevel: 'silent' });
    await expect(taken).rejects.toThrow(
      /^The payment sandbox cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/,
    );
    const databaseUrl = `${sandbox.databaseUrl}_nobody`;
    const lost = startSandbox({ port: 0, databaseUrl, logLevel: 'silent' });
    await expect(lost).rejects.toThrow(
      /^The database of the sandbox is not usable: .*_nobody.*\.$/,
    );
  });
});

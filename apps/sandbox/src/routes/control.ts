import type { FastifyInstance } from 'fastify';
import type { SandboxContext } from '../context.js';
import { payOut } from '../books/balance.js';
import { balanceReport } from '../books/balance-report.js';
import { openBooks } from '../books/open-books.js';
import { inTransaction } from '../database/open.js';
import { openVault } from '../vault/open-vault.js';
import { readScripts } from '../faults/read-scripts.js';

const LATEST_CALLS = 10_000;

/** The levers of the tests, which no gateway has: faults on order, and a look into the books. */
export function controlRoutes(app: FastifyInstance, context: SandboxContext): void {
  const { calls, pool, scripts } = context;

  app.post('/_sandbox/scripts', async (request, reply) =>
    reply.code(201).send({ scripts: await scripts.add(readScripts(request.body)) }),
  );
  app.get('/_sandbox/scripts', async () => ({ scripts: await scripts.pending() }));
  app.delete('/_sandbox/scripts', async () => ({ deleted: await scripts.clear() }));
  app.get('/_sandbox/books', async () => ({
    ...(await openBooks(pool)),
    calls_count: await calls.count(),
  }));
  app.get('/_sandbox/vault', async () => openVault(pool));
  app.get('/_sandbox/balance-transactions.csv', async (_request, reply) =>
    reply.type('text/csv; charset=utf-8').send(await balanceReport(pool)),
  );
  app.post('/_sandbox/payouts', async (_request, reply) =>
    reply.code(201).send({ payouts: await inTransaction(pool, payOut) }),
  );
  app.get('/_sandbox/calls', async () => ({ calls: await calls.list(LATEST_CALLS) }));
}

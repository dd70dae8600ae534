import { EnvironmentError, readEnv } from '@holdfast/config';
import { startSandbox } from './server.js';

/** The payment sandbox: Stripe's protocol on this machine, with books of its own. */
async function main(): Promise<void> {
  const env = readEnv([
    'SANDBOX_PORT',
    'SANDBOX_DATABASE_URL',
    'SANDBOX_WEBHOOK_URL',
    'STRIPE_WEBHOOK_SECRET',
    'LOG_LEVEL',
  ]);
  const [secret] = env.STRIPE_WEBHOOK_SECRET ?? [];
  const sandbox = await startSandbox({
    port: env.SANDBOX_PORT,
    databaseUrl: env.SANDBOX_DATABASE_URL,
    logLevel: env.LOG_LEVEL,
    ...(env.SANDBOX_WEBHOOK_URL && secret && {
      webhooks: { gateway: 'stripe' as const, url: env.SANDBOX_WEBHOOK_URL, secret },
    }),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close().catch(fail));
  }
}

function fail(error: unknown): void {
  const known = error instanceof EnvironmentError || error instanceof Error;
  process.stderr.write(`${known ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

await main().catch(fail);

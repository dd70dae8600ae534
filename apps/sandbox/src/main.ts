import { EnvironmentError, readEnv } from '@holdfast/config';
import { startSandbox } from './server.js';

/** The payment sandbox: Stripe's protocol on this machine, with books of its own. */
async function main(): Promise<void> {
  const env = readEnv(['SANDBOX_PORT', 'SANDBOX_DATABASE_URL', 'LOG_LEVEL']);
  const sandbox = await startSandbox({
    port: env.SANDBOX_PORT,
    databaseUrl: env.SANDBOX_DATABASE_URL,
    logLevel: env.LOG_LEVEL,
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

import { EnvironmentError } from '@holdfast/config';
import { startSandbox } from './server.js';
import { sandboxSettings } from './settings.js';

/** The payment sandbox: Stripe's and PayPal's protocols on this machine, with books of its own. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(sandboxSettings());
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

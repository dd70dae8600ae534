/**
 * `npm run demo`: a shop of its own in a temporary folder, started as `npm start` does, and a story
 * told in it. Ends with 1 when any number is not as promised.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnv, readEnv } from '@holdfast/config';
import { importCatalog } from './demo/import-catalog.js';
import { buyOne } from './demo/purchase.js';
import { prove } from './demo/proof.js';
import { rush } from './demo/rush.js';
import { Screen } from './demo/screen.js';
import { Shop } from './demo/shop.js';
import { interrupted } from './interrupt.js';
import { freePort } from './ports.js';

const RUSH = { buyers: 10_000, stock: 100, connections: 128 };
const CATALOG = join(import.meta.dirname, '../../../../apps/launcher/demo-catalog.csv');
/** Told to the second process, which runs while the shop does. */
const INSIDE = 'inside';

/** Starts the shop, with this file again as what is run once it is ready. */
async function outside(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-demo-'));
  // The user that PostgreSQL runs as must be able to enter.
  chmodSync(folder, 0o755);
  const launcher = join(import.meta.dirname, 'main.js');
  const story = `"${process.execPath}" --enable-source-maps "${import.meta.filename}" ${INSIDE}`;
  const env = childEnv({ ...OWN_SETTINGS, HOLDFAST_DATA_DIR: folder, PORT: String(await freePort()) });
  try {
    const args = ['--enable-source-maps', launcher, 'start', '--no-demo', '--once-ready', story];
    const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
    let stopped: number | undefined;
    void interrupted(() => child.kill('SIGKILL')).then((status) => {
      stopped = status;
      child.kill('SIGTERM');
    });
    return await new Promise<number>((end, fail) => {
      child.once('error', fail);
      child.once('close', (code) => end(stopped ?? code ?? 1));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The demo is the same for everybody, whatever a shop of their own is set to. */
const OWN_SETTINGS = {
  HOST: '127.0.0.1',
  CURRENCY: 'EUR',
  LOG_LEVEL: 'warn',
  HOLDFAST_TEST_MODE: 'true',
  DATABASE_URL: undefined,
  SANDBOX_DATABASE_URL: undefined,
  REDIS_URL: undefined,
  SMTP_URL: undefined,
  PUBLIC_URL: undefined,
  WORKER_PORT: undefined,
  DRAIN_MS: undefined,
  READY_NEEDS_DATABASE: undefined,
  METRICS_PORT: undefined,
  OTEL_EXPORTER_OTLP_ENDPOINT: undefined,
  OTEL_TRACES_SAMPLER_ARG: undefined,
  SANDBOX_PORT: undefined,
  STRIPE_SECRET_KEY: undefined,
  STRIPE_API_BASE: undefined,
  STRIPE_WEBHOOK_SECRET: undefined,
  SANDBOX_WEBHOOK_URL: undefined,
  SANDBOX_PAYPAL_WEBHOOK_URL: undefined,
  PAYPAL_CLIENT_ID: undefined,
  PAYPAL_CLIENT_SECRET: undefined,
  PAYPAL_API_BASE: undefined,
  PAYPAL_WEBHOOK_ID: undefined,
  HOLDFAST_SECRET: undefined,
  HOLDFAST_ADMIN_KEY: undefined,
  CHECKOUT_TTL_SECONDS: undefined,
  ABANDONED_CART_DAYS: undefined,
  TRUSTED_PROXIES: undefined,
  RATE_LIMIT_ADDRESS_PER_MINUTE: undefined,
  RATE_LIMIT_KEY_PER_MINUTE: undefined,
  RATE_LIMIT_LENIENCY: undefined,
};

async function inside(): Promise<number> {
  const { PORT, HOLDFAST_ADMIN_KEY } = readEnv(['PORT', 'HOLDFAST_ADMIN_KEY']);
  const shop = new Shop(`http://127.0.0.1:${PORT}`, HOLDFAST_ADMIN_KEY ?? '', RUSH.connections);
  const screen = new Screen();
  try {
    const chapters = [
      await importCatalog(shop, screen, CATALOG),
      await buyOne(shop, screen),
      await rush(shop, screen, RUSH),
      await prove(shop, screen),
    ];
    const isRight = chapters.every(Boolean);
    screen.gap();
    screen.verdict(
      isRight,
      screen.bold(isRight ? 'Nothing oversold, nothing charged twice, no order lost.' : 'Something is not as promised: see ✗ above.'),
    );
    screen.gap();
    return isRight ? 0 : 1;
  } finally {
    shop.close();
  }
}

(process.argv[2] === INSIDE ? inside() : outside()).then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(`\nThe demo stopped: ${error.message}`);
    process.exit(1);
  },
);

import { existsSync, readFileSync } from 'node:fs';
import type { Say } from './refusal.js';

const IMPORT_WITHIN_MS = 60_000;

interface Import {
  readonly id: string;
  readonly status: string;
}

export interface Shop {
  readonly url: string;
  readonly adminKey: string;
}

/** Imports the CSV file `file` into a shop that has no products; true when the shop has some now. */
export async function importDemoCatalog(shop: Shop, file: string, say: Say): Promise<boolean> {
  if (!existsSync(file)) return false;
  try {
    const { data } = await call<{ data: unknown[] }>(shop, '/v1/products?limit=1');
    if (data.length > 0) return true;
    say('The shop is empty; importing the demo catalog…');
    const began = await upload(shop, file);
    const { status } = await ended(shop, began);
    say(
      status === 'completed'
        ? 'The demo catalog is in.'
        : `The demo catalog was not imported: GET /v1/admin/imports/${began.id} tells why.`,
    );
    return status === 'completed';
  } catch (error) {
    // An empty shop is still a shop: the start goes on.
    say(`The demo catalog was not imported: ${(error as Error).message}`);
    return false;
  }
}

function upload(shop: Shop, file: string): Promise<Import> {
  const body = new FormData();
  body.set('file', new Blob([readFileSync(file)], { type: 'text/csv' }), 'demo-catalog.csv');
  const headers = { 'Idempotency-Key': 'import-of-the-demo-catalog' };
  return call<Import>(shop, '/v1/admin/imports', { method: 'POST', headers, body });
}

async function ended(shop: Shop, began: Import): Promise<Import> {
  const end = Date.now() + IMPORT_WITHIN_MS;
  for (let now = began; ; now = await call<Import>(shop, `/v1/admin/imports/${began.id}`)) {
    if (now.status === 'completed' || now.status === 'failed') return now;
    if (Date.now() > end)
      throw new Error(`it is still "${now.status}" after ${IMPORT_WITHIN_MS / 1000} s`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

async function call<T>({ url, adminKey }: Shop, path: string, init: RequestInit = {}): Promise<T> {
  const headers = { ...init.headers, Authorization: `Bearer ${adminKey}` };
  const answer = await fetch(url + path, { ...init, headers, signal: AbortSignal.timeout(10_000) });
  if (!answer.ok)
    throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return (await answer.json()) as T;
}

import { readFileSync } from 'node:fs';
import { eventually } from './patience.js';
import { count, type Screen } from './screen.js';
import type { Shop } from './shop.js';

interface Import {
  readonly id: string;
  readonly status: string;
  readonly size: number;
  readonly progress: { readonly rows: number; readonly products: number };
  readonly result: { readonly created: number; readonly row_errors: number } | null;
}

const BOUNDARY = 'holdfast-demo';

/** Imports a Shopify product file; answers whether all of it came in. */
export async function importCatalog(shop: Shop, screen: Screen, file: string): Promise<boolean> {
  screen.chapter('A catalog comes in, as a Shopify product file');
  const began = performance.now();
  const { id, size } = await upload(shop, readFileSync(file));
  const done = await eventually('The end of the import', 60, async () => {
    const now = await shop.admin<Import>(`/v1/admin/imports/${id}`);
    return now.status === 'completed' || now.status === 'failed' ? now : undefined;
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const { progress, result } = done;
  screen.fact('file', `demo-catalog.csv, ${count(Math.round(size / 1024))} KB`);
  screen.fact('imported', `${count(progress.products)} products from ${count(progress.rows)} rows in ${seconds} s`);
  const isWhole = done.status === 'completed' && result?.row_errors === 0 && result.created > 0;
  screen.verdict(isWhole, isWhole ? 'every row is in' : `the import is ${done.status}`);
  return isWhole;
}

function upload(shop: Shop, csv: Buffer): Promise<Import> {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="demo-catalog.csv"\r\nContent-Type: text/csv\r\n\r\n`;
  const raw = Buffer.concat([Buffer.from(head), csv, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
  const headers = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
  return shop.admin<Import>('/v1/admin/imports', { method: 'POST', headers, raw });
}

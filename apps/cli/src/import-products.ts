import { createReadStream, openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from './api.js';
import { Failure } from './command-context.js';
import { bar, withProgress } from './progress.js';
import type { Screen } from './screen.js';

const ASK_EVERY_MS = 250;
/** By then somebody should have begun. */
const PATIENCE_MS = 15_000;
const UPLOAD_MS = 3_600_000;
const PAGE = 100;
const LINE_FEED = 10;

/** What the API says of an import. */
interface ImportBody {
  readonly id: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly progress: { readonly rows: number; readonly products: number };
  readonly result: { readonly created: number; readonly updated: number; readonly unchanged: number; readonly failed: number; readonly row_errors: number } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** A row that was left out, and its product with it. */
export interface RefusedRow {
  readonly line: number;
  readonly code: string;
  readonly message: string;
  readonly column: string | null;
  readonly value: string | null;
}

export interface Imported {
  readonly import: ImportBody;
  readonly refused: readonly RefusedRow[];
}

export interface ProductFile {
  readonly file: string;
  readonly currency?: string | undefined;
}

/** Sends a CSV file to the shop and waits until its worker has taken it in. @throws Failure when it cannot be sent, or when nobody waits any more */
export function importProducts(api: Api, { file, currency }: ProductFile, screen: Screen, stopped?: AbortSignal): Promise<Imported> {
  return withProgress(screen, async (show) => {
    const lines = await linesOf(file);
    show(`Sending ${file}…`);
    const body = new FormData();
    if (currency !== undefined) body.set('currency', currency);
    body.set('file', await openAsBlob(file, { type: 'text/csv' }), basename(file));
    const begun = await api.post<ImportBody>('/v1/admin/imports', body, UPLOAD_MS);
    const ended = await endOf(api, begun, ({ progress: { rows, products } }) => show(`${bar(rows, lines - 1, 'rows')}, ${products} products`), screen, stopped);
    return { import: ended, refused: await refusedRows(api, ended) };
  });
}

async function endOf(api: Api, begun: ImportBody, show: (now: ImportBody) => void, screen: Screen, stopped: AbortSignal | undefined): Promise<ImportBody> {
  const began = performance.now();
  for (let now = begun, told = false; ; now = await api.get<ImportBody>(`/v1/admin/imports/${begun.id}`)) {
    if (now.status === 'completed' || now.status === 'failed') return now;
    if (stopped?.aborted) throw new Failure(`The import goes on without being watched; GET /v1/admin/imports/${begun.id} tells how it ends.`);
    show(now);
    if (!told && now.status === 'pending' && performance.now() - began > PATIENCE_MS) {
      screen.warn('The import waits for a worker. Is one running?');
      told = true;
    }
    await pause(ASK_EVERY_MS, undefined, stopped && { signal: stopped }).catch(() => undefined);
  }
}

async function refusedRows(api: Api, { id, result }: ImportBody): Promise<RefusedRow[]> {
  const rows: RefusedRow[] = [];
  if (!result?.row_errors) return rows;
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data, page }: { data: RefusedRow[]; page: { next_cursor: string | null } } =
      await api.get(`/v1/admin/imports/${id}/rows?status=failed&limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    rows.push(...data);
    cursor = page.next_cursor;
  }
  return rows;
}

/** Rows with breaks in quotes count as more, so progress is about right, and never too early. @throws Failure when the file cannot be read */
async function linesOf(file: string): Promise<number> {
  let lines = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`);
  }
  return lines;
}

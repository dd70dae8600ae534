import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CsvRow, csvRows, UnreadableCsv } from '@holdfast/platform';
import { type ReportFile, ReportFiles } from '../../application/settlement/report-format.js';
import { SettlementReportUnreadable } from '../../domain/settlement/settlement-errors.js';

const DELIMITERS = [',', ';', '\t'] as const;

/** Files of comma, semicolon or tab separated cells. */
@Injectable()
export class CsvReportFiles extends ReportFiles {
  read(content: AsyncIterable<Uint8Array>, fileName: string | null): Promise<ReportFile> {
    return readRows(content, fileName);
  }
}

async function readRows(content: AsyncIterable<Uint8Array>, fileName: string | null): Promise<ReportFile> {
  const digest = createHash('sha256');
  const rows: CsvRow[] = [];
  const source = noted(content, (chunk) => digest.update(chunk))[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  for (let next = await source.next(); !next.done; next = await source.next()) {
    head.push(next.value);
    if (next.value.includes(10) || next.value.includes(13)) break;
  }
  try {
    for await (const row of csvRows(joined(head, source), delimiterOf(Buffer.concat(head).toString('utf8')))) {
      if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row);
    }
  } catch (error) {
    if (!(error instanceof UnreadableCsv)) throw error;
    throw new SettlementReportUnreadable([{ line: 1, column: null, code: error.slug, message: error.message }]);
  }
  return { rows, fileName, digest: digest.digest() };
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1);
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

async function* noted(content: AsyncIterable<Uint8Array>, note: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    note(chunk);
    yield chunk;
  }
}

async function* joined(head: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

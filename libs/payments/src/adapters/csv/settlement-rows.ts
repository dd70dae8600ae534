import { Injectable } from '@nestjs/common';
import { csvRows, UnreadableCsv } from '@holdfast/platform';
import { ReportFiles, type ReportRow } from '../../application/settlement/report-format.js';
import { UnreadableReport } from '../../domain/settlement/settlement-errors.js';

const DELIMITERS = [',', ';', '\t'] as const;
/** Where no line ends by here, the delimiter is told by what there is. */
const HEAD_BYTES = 64 * 1024;

/** Files of comma, semicolon or tab separated cells. */
@Injectable()
export class CsvReportFiles extends ReportFiles {
  rows(content: AsyncIterable<Uint8Array>): AsyncIterable<ReportRow> {
    return readRows(content);
  }
}

async function* readRows(content: AsyncIterable<Uint8Array>): AsyncGenerator<ReportRow> {
  const source = content[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let size = 0;
  for (let next = await source.next(); !next.done; next = await source.next()) {
    head.push(next.value);
    size += next.value.length;
    if (size > HEAD_BYTES || next.value.includes(10) || next.value.includes(13)) break;
  }
  let line = 1;
  try {
    for await (const row of csvRows(joined(head, source), delimiterOf(Buffer.concat(head).toString('utf8')))) {
      line = row.line;
      if (row.cells.some((cell) => cell.trim() !== '')) yield row;
    }
  } catch (error) {
    if (!(error instanceof UnreadableCsv)) throw error;
    throw new UnreadableReport([{ line, column: null, code: error.slug, message: error.message }]);
  }
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1);
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

async function* joined(head: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

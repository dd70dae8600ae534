import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

/** Characters of one record at most: a line without an end must not fill the memory. */
const MAX_RECORD = 1_000_000;
/** Parsed at once: the rest of the process gets its turn in between. */
const SLICE = 64 * 1024;

/** Not CSV at all: nobody can tell where its rows are. `slug` says which fault it is, e.g. `stray-quote`. */
export class UnreadableCsv extends Error {
  constructor(
    readonly slug: string,
    message: string,
  ) {
    super(message);
  }
}

export interface CsvRow {
  /** Line of the file, from 1, on which the record begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The records of a CSV file (RFC 4180, with LF or CRLF, with or without a byte order mark), the first line included, in
 * bounded memory.
 * @throws UnreadableCsv when it is not UTF-8 text, or a quote or a record has no end.
 */
export async function* csvRows(content: AsyncIterable<Uint8Array>, delimiter = ','): AsyncGenerator<CsvRow> {
  const source = Readable.from(textOnly(content), { objectMode: false });
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    // A wrong number of cells is the fault of one row. A stray quote is not: nobody can tell where that row ends.
    relax_column_count: true,
    relax_quotes: false,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_RECORD,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines - lineBreaks(record), cells: record };
    }
  } catch (error) {
    throw refusalOf(error);
  } finally {
    source.destroy();
  }
}

function lineBreaks(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count++;
  }
  return count;
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = (error as { lines?: number }).lines ?? '?';
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
      return new UnreadableCsv('record-too-long', `The record that reaches line ${line} is longer than ${MAX_RECORD} characters. A quote that is never closed does that.`);
    case 'CSV_QUOTE_NOT_CLOSED':
      return new UnreadableCsv('quote-not-closed', `A quote is opened and never closed; the file ends in line ${line}.`);
    default:
      return new UnreadableCsv('stray-quote', `There is a quote in line ${line} where none may be. Quotes inside of a cell are written twice.`);
  }
}

/** The same bytes in small pieces, once they are known to be UTF-8 text. */
async function* textOnly(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  const refuse = (text: string): never => {
    throw new UnreadableCsv('not-utf8', `The text is not UTF-8 (line ${line + breaksBefore(text)}). Save the file as CSV in UTF-8.`);
  };
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; at += SLICE) {
      const slice = chunk.subarray(at, at + SLICE);
      if (slice.includes(0)) throw new UnreadableCsv('not-text', 'The file is not text. Save it as CSV in UTF-8; spreadsheets themselves are not taken.');
      try {
        const text = decoder.decode(slice, { stream: true });
        line += text.split('\n').length - 1;
      } catch {
        refuse(new TextDecoder().decode(slice));
      }
      yield slice;
    }
  }
  try {
    decoder.decode();
  } catch {
    refuse('');
  }
}

function breaksBefore(text: string): number {
  return text.slice(0, Math.max(0, text.indexOf('\uFFFD'))).split('\n').length - 1;
}

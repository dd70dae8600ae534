import { type CsvRow, csvRows, UnreadableCsv } from '@holdfast/platform';
import { UnreadableFile } from '../../domain/errors.js';

/** The records of a product file. @throws UnreadableFile */
export async function* productRows(content: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  try {
    yield* csvRows(content);
  } catch (error) {
    throw error instanceof UnreadableCsv ? new UnreadableFile(error.slug, error.message) : error;
  }
}

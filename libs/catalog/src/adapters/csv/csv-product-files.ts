import { Injectable } from '@nestjs/common';
import { type ProductDraft, ProductFiles } from '../../application/product-file.js';
import { type ImportId, UploadedFiles } from '../../application/uploaded-files.js';
import { UnreadableFile } from '../../domain/errors.js';
import { Columns } from './columns.js';
import { DraftBuilder } from './draft-builder.js';
import { productRows } from './records.js';

/** Product files in the format of Shopify (help.shopify.com/en/manual/products/import-export/using-csv). */
@Injectable()
export class CsvProductFiles extends ProductFiles {
  constructor(private readonly files: UploadedFiles) {
    super();
  }

  async check(id: ImportId): Promise<void> {
    let columns: Columns | undefined;
    let rows = 0;
    for await (const { cells } of productRows(this.files.read(id))) {
      if (columns) rows++;
      else columns = new Columns(cells);
    }
    if (!columns) throw new UnreadableFile('empty-file', 'The file is empty.');
    if (rows === 0) throw new UnreadableFile('no-rows', 'The file has a first line with the names of the columns, and no row after it.');
  }

  async *read(id: ImportId, currency: string): AsyncGenerator<ProductDraft> {
    const told = new Set<string>();
    let columns: Columns | undefined;
    let builder: DraftBuilder | undefined;
    let current: string | undefined;
    for await (const row of productRows(this.files.read(id))) {
      if (!columns) {
        columns = new Columns(row.cells);
        continue;
      }
      if (row.cells.every((cell) => cell.trim() === '')) continue;
      const handle = columns.cell(row.cells, 'handle');
      if (handle !== current || handle === '') {
        if (builder) yield builder.build();
        builder = new DraftBuilder(columns, currency, handle, row.line, told.has(handle));
        current = handle;
        told.add(handle);
      }
      builder!.add(row);
    }
    if (builder) yield builder.build();
  }
}

import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '@holdfast/kernel';
import type { CustomerId } from '../domain/customer.js';
import { type DataExport, type DataExportId, DataExports } from '../domain/data-export.js';
import { DataExportNotReady } from '../domain/privacy-errors.js';

/** How far an export is. @throws NotFound */
export class GetDataExport extends Query<DataExport> {
  constructor(
    readonly id: DataExportId,
    readonly customer: CustomerId,
  ) {
    super();
  }
}

/** The document, JSON. @throws NotFound, DataExportNotReady */
export class GetDataExportContent extends Query<Buffer> {
  constructor(
    readonly id: DataExportId,
    readonly customer: CustomerId,
  ) {
    super();
  }
}

@QueryHandler(GetDataExport)
export class GetDataExportHandler implements IQueryHandler<GetDataExport> {
  constructor(private readonly exports: DataExports) {}

  async execute({ id, customer }: GetDataExport): Promise<DataExport> {
    const found = await this.exports.find(id, customer);
    if (!found) throw new NotFound();
    return found;
  }
}

@QueryHandler(GetDataExportContent)
export class GetDataExportContentHandler implements IQueryHandler<GetDataExportContent> {
  constructor(private readonly exports: DataExports) {}

  async execute({ id, customer }: GetDataExportContent): Promise<Buffer> {
    const content = await this.exports.content(id, customer);
    if (content) return content;
    if (await this.exports.find(id, customer)) throw new DataExportNotReady();
    throw new NotFound();
  }
}

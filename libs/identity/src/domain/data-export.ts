import type { Id } from '@holdfast/kernel';
import type { CustomerId } from './customer.js';

export type DataExportId = Id<'exp'>;

/** How long a document can be fetched, in days. */
export const EXPORT_DAYS = 7;

/** What somebody is told about the document that they asked for. */
export interface DataExport {
  readonly id: DataExportId;
  readonly status: 'pending' | 'ready';
  readonly requestedAt: Date;
  readonly expiresAt: Date | null;
}

/** An export that is to be written, by nobody else for a while. */
export interface TakenExport {
  readonly id: DataExportId;
  readonly customer: CustomerId;
}

/** Documents of what is known about customers, sealed; one for each customer at a time. */
export abstract class DataExports {
  /** A new export in the place of the one before, or the one that is being written. Needs an active unit of work. */
  abstract request(customer: CustomerId): Promise<DataExport>;

  /** Only its owner finds it, and only while it can be fetched. */
  abstract find(id: DataExportId, customer: CustomerId): Promise<DataExport | undefined>;

  /** The document, or undefined while there is none. */
  abstract content(id: DataExportId, customer: CustomerId): Promise<Buffer | undefined>;

  /** One that waits; who dies over it leaves it to the next one. */
  abstract take(): Promise<TakenExport | undefined>;

  /** Keeps the document; answers false when nobody waits for it any more. Needs an active unit of work. */
  abstract keep(id: DataExportId, document: Buffer): Promise<boolean>;

  /** Deletes what can be fetched no longer. */
  abstract forgetExpired(): Promise<void>;
}

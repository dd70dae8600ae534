import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor, pageOf } from '../http/pages.js';
import type { Page } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { plannedByValues } from '../persistence/statement.js';

export interface AuditFilter {
  readonly kind?: 'change' | 'security';
  readonly actor?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly resourceId?: string;
  readonly requestId?: string;
  /** Both ends included, to the millisecond. */
  readonly from?: Date;
  readonly to?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

export interface AuditEntryView {
  readonly seq: number;
  readonly kind: string;
  readonly actor: string | null;
  readonly action: string;
  readonly resource: string | null;
  readonly resource_id: string | null;
  readonly operation: string | null;
  readonly before: object | null;
  readonly after: object | null;
  readonly details: object | null;
  readonly request_id: string | null;
  readonly created_at: string;
  readonly hash: string;
}

const LIST = plannedByValues(
  'platform.audit-entries',
  `select seq, kind, actor, action, resource, resource_id, operation, before, after, details, request_id, occurred_at, encode(hash, 'hex') as hash
     from platform.audit_entries
    where ($1::bigint is null or seq < $1) and ($2::text is null or kind = $2) and ($3::text is null or actor = $3)
      and ($4::text is null or action = $4) and ($5::text is null or resource = $5) and ($6::text is null or resource_id = $6)
      and ($7::text is null or request_id = $7) and ($8::timestamptz is null or occurred_at >= $8)
      and ($9::timestamptz is null or occurred_at < $9 + interval '1 millisecond')
    order by seq desc limit $10`,
);

type Row = Omit<AuditEntryView, 'created_at'> & { readonly occurred_at: string };

/** The audit log as it is read: newest first, which is the order of the commits. */
@Injectable()
export class AuditEntries {
  constructor(private readonly database: Database) {}

  /** @throws InvalidRequest for a cursor that is none */
  async list({ limit, cursor, ...filter }: AuditFilter): Promise<Page<AuditEntryView>> {
    const [before] = cursor ? decodeCursor(cursor, 'audit-entries', ['whole']) : [null];
    const { kind, actor, action, resource, resourceId, requestId, from, to } = filter;
    const given = [kind, actor, action, resource, resourceId, requestId, from, to].map((value) => value ?? null);
    const rows = await this.database.query<Row>(LIST, [before, ...given, limit + 1]);
    return pageOf(rows, limit, view, ({ seq }) => encodeCursor('audit-entries', [seq]));
  }
}

const view = ({ occurred_at, ...entry }: Row): AuditEntryView => ({ ...entry, created_at: new Date(occurred_at).toISOString() });

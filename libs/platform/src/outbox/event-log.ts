import { Injectable } from '@nestjs/common';
import { type Id, toId, toUuid } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';

/** A recorded event with everything that is known about it. */
export interface LoggedEvent {
  readonly id: Id<'evt'>;
  readonly type: string;
  readonly subject: string;
  readonly version: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly actor: string | null;
  readonly requestId: string | null;
  readonly occurredAt: Date;
}

interface Row {
  readonly id: string;
  readonly type: string;
  readonly subject_kind: string;
  readonly subject: string;
  readonly version: number;
  readonly from_state: string | null;
  readonly to_state: string | null;
  readonly payload: Record<string, unknown>;
  readonly actor: string | null;
  readonly request_id: string | null;
  readonly occurred_at: string;
}

// Events of other things that name one of the subjects (an operation names its checkout) belong to its history as well.
const ABOUT = statement(
  'platform.events-about',
  `select * from platform.outbox where subject = any($1::uuid[])
    union select * from platform.outbox where payload ? 'checkout_id' and payload->>'checkout_id' = any($2::text[])
    order by occurred_at, id limit 500`,
);

/** What happened, as it was recorded with each change. */
@Injectable()
export class EventLog {
  constructor(private readonly database: Database) {}

  /** The events of these things, and of what was done for these checkouts; oldest first, 500 at most. */
  async about(subjects: readonly string[]): Promise<LoggedEvent[]> {
    const rows = await this.database.query<Row>(ABOUT, [subjects.map(toUuid), subjects]);
    return rows.map((row) => ({
      id: toId('evt', row.id),
      type: row.type,
      subject: toId(row.subject_kind, row.subject),
      version: row.version,
      from: row.from_state,
      to: row.to_state,
      payload: row.payload,
      actor: row.actor,
      requestId: row.request_id,
      occurredAt: new Date(row.occurred_at),
    }));
  }
}

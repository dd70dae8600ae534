import { Injectable } from '@nestjs/common';
import type { SecurityEvent } from '../kernel/index.js';
import { Database } from '../persistence/database.js';
import { statement } from '../persistence/statement.js';
import { correlation } from '../telemetry/correlation.js';

/** A security event, and the request in which it was noted. */
export interface NotedEvent extends SecurityEvent {
  readonly requestId: string | null;
}

/** Whose writes are audited: API keys, staff, and whoever uses the command line. Guests and customers pay nothing for the log. */
const AUDITED_ACTOR = /^((key|stf)_|cli$)/;

// For this transaction alone. The triggers of platform.audit() ask for it.
const ACT = statement(
  'platform.act-for',
  `select set_config('holdfast.actor', $1, true), set_config('holdfast.action', $2, true), set_config('holdfast.request_id', $3, true)`,
);
const NOTE = statement(
  'platform.note-security-events',
  `insert into platform.audit_entries (kind, action, actor, resource_id, details, request_id)
   select 'security', e.*
     from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::text[]) as e(action, actor, resource_id, details, request_id)`,
);

/** What a transaction leaves in the audit log. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: Database) {}

  /** Lets the database know who is acting, when it is somebody whose changes are audited. Nothing waits for it. */
  async begin(): Promise<void> {
    const here = correlation();
    if (here?.actor && AUDITED_ACTOR.test(here.actor)) await this.database.send(ACT, [here.actor, here.action ?? '', here.requestId]);
  }

  /** Writes what was noted, as the last statement: from here to the commit nobody else can write to the log. */
  async write(events: readonly NotedEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.database.send(NOTE, [
      events.map(({ event }) => event),
      events.map(({ actor }) => actor ?? null),
      events.map(({ subject }) => subject ?? null),
      events.map(({ details }) => (details ? JSON.stringify(details) : null)),
      events.map(({ requestId }) => requestId),
    ]);
  }
}

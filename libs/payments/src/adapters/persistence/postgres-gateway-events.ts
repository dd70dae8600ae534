import { Injectable } from '@nestjs/common';
import { newId, toId, toUuid } from '@holdfast/kernel';
import { Database } from '@holdfast/platform';
import type { DueEvent, GatewayEventId } from '../../domain/gateway-event.js';
import { GatewayEvents, type Outcome } from '../../domain/gateway-events.js';
import type { GatewayNotice } from '../../domain/gateway-webhooks.js';
import * as sql from './gateway-event-statements.js';

interface DueRow {
  readonly id: string;
  readonly gateway: string;
  readonly reference: string | null;
  readonly tries: number;
}

@Injectable()
export class PostgresGatewayEvents extends GatewayEvents {
  constructor(private readonly database: Database) {
    super();
  }

  async store(gateway: string, notices: readonly GatewayNotice[]): Promise<number> {
    const rows = await this.database.query(sql.STORE, [
      notices.map(() => toUuid(newId('gev'))),
      notices.map(() => gateway),
      notices.map(({ id }) => id),
      notices.map(({ type }) => type),
      notices.map(({ reference }) => reference),
      notices.map(({ payload }) => JSON.stringify(payload)),
      notices.map(({ occurredAt }) => occurredAt.toISOString()),
    ]);
    return rows.length;
  }

  async takeDue(limit: number): Promise<DueEvent[]> {
    return (await this.database.query<DueRow>(sql.TAKE_DUE, [limit])).map((row) => ({ ...row, id: toId('gev', row.id) }));
  }

  async settle(ids: readonly GatewayEventId[], outcome: Outcome): Promise<void> {
    await this.database.query(sql.SETTLE, [
      ids.map(toUuid),
      outcome.state,
      'reason' in outcome ? outcome.reason : null,
      'paymentId' in outcome && outcome.paymentId ? toUuid(outcome.paymentId) : null,
      'again' in outcome ? outcome.again : null,
    ]);
  }

  async replay(id: GatewayEventId): Promise<boolean> {
    return (await this.database.query(sql.REPLAY, [toUuid(id)])).length > 0;
  }

  async countRefusal(gateway: string, reason: string): Promise<void> {
    await this.database.query(sql.COUNT_REFUSAL, [gateway, reason]);
  }

  async forgetPayloads(days: number): Promise<void> {
    await this.database.query(sql.FORGET_PAYLOADS, [days]);
  }
}

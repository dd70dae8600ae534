import { Injectable } from '@nestjs/common';
import { PendingWork, type PendingStep, type Purchase, toId, toUuid } from '@holdfast/kernel';
import { Database, statement, TellsPendingWork } from '@holdfast/platform';
import type { EmailKind } from '../../domain/email.js';

const OPEN = statement(
  'notifications.pending-emails',
  `select id, kind, status, created_at, attempts from notifications.emails where kind = 'order-confirmation' and subject_id = $1 and status in ('pending', 'sending', 'failed')`,
);

interface Row {
  readonly id: string;
  readonly kind: EmailKind;
  readonly status: 'pending' | 'sending' | 'failed';
  readonly created_at: string;
  readonly attempts: number;
}

/** Mails that were not sent. */
@Injectable()
@TellsPendingWork()
export class PendingMails extends PendingWork {
  constructor(private readonly database: Database) {
    super();
  }

  async about({ order }: Purchase): Promise<PendingStep[]> {
    if (!order) return [];
    const rows = await this.database.query<Row>(OPEN, [toUuid(order)]);
    return rows.map(({ id, kind, status, created_at: since, attempts }) => {
      const step = { about: toId('eml', id), since: new Date(since), nextAt: null };
      if (status === 'failed') return { ...step, what: 'mail-given-up', next: 'staff', advice: `The ${kind} was tried ${attempts} times. GET /v1/ops/dead-letters?queue=mail says why; try it again there.` };
      return { ...step, what: 'mail-unsent', next: 'worker', advice: `The ${kind} waits for a worker, or for the mail server: tried ${attempts} times so far.` };
    });
  }
}

import { CommandBus } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { RunSettlement } from '../../libs/payments/src/application/settlement/run-settlement.js';
import { ADMIN_KEY, type Shop } from './shop.js';

export const REPORTS = '/v1/admin/settlement-reports';
export const CLEARING = 'gateway_clearing:stripe:EUR';
/** The columns of Stripe's history of the balance that matter. */
export const HEADER = 'id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),holdfast_operation (metadata)';
export const NOW = '2026-01-31 10:00:00';

export interface Upload {
  readonly csv: string | Uint8Array<ArrayBuffer>;
  readonly query?: string;
  readonly mapping?: object;
  readonly key?: string;
}

/** What finance does with a shop: reports go in, balances and differences come out. */
export class Office {
  constructor(private readonly shop: Shop) {}

  /** Uploads a report and has it worked on: `body` is the report then, `answer` what the upload was answered. */
  async upload(file: Upload) {
    const { status, answer, replayed } = await this.send(file);
    if (status !== 202) return { status, answer, body: answer, replayed };
    await this.shop.app.get(CommandBus, { strict: false }).execute(new RunSettlement(answer.id));
    return { status, answer, body: (await this.shop.admin('GET', `${REPORTS}/${answer.id}`)).body as any, replayed };
  }

  /** Uploads a report, which waits for a worker. */
  async send({ csv, query = 'gateway=stripe&format=stripe', mapping, key = randomUUID() }: Upload) {
    const form = new FormData();
    if (mapping) form.set('mapping', JSON.stringify(mapping));
    form.set('file', new Blob([csv], { type: 'text/csv' }), 'report.csv');
    const response = await fetch(`${this.shop.url}${REPORTS}?${query}`, { method: 'POST', body: form, headers: { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': key } });
    return { status: response.status, answer: (await response.json()) as any, replayed: response.headers.get('idempotent-replayed') };
  }

  /** Balances of all shared accounts by name, in minor units. */
  async balances(): Promise<Record<string, number>> {
    const { body } = await this.shop.admin('GET', '/v1/admin/ledger/accounts?limit=100');
    return Object.fromEntries(body.data.map(({ code, balance }: any) => [code, balance.amount]));
  }

  async differences(report: string, query = ''): Promise<any[]> {
    return (await this.shop.admin('GET', `${REPORTS}/${report}/differences${query}`)).body.data;
  }

  correct(report: string, difference: string) {
    return this.shop.admin('POST', `${REPORTS}/${report}/differences/${difference}/corrections`, { reason: 'The gateway is right about it.' });
  }

  async reports(): Promise<any[]> {
    return (await this.shop.admin('GET', REPORTS)).body.data;
  }
}

import { Injectable } from '@nestjs/common';
import { toUuid } from '@holdfast/kernel';
import { Database } from '@holdfast/platform';
import { GatewayBalances } from '../../../application/balance/gateway-balances.js';
import type { BookedMoney, Comparison, ComparisonId } from '../../../domain/balance/gateway-balance.js';
import { ADD, BOOKED } from './statements.js';

type BookedRow = Omit<BookedMoney, 'openDifferences'> & { readonly open: number };

@Injectable()
export class PostgresGatewayBalances extends GatewayBalances {
  constructor(private readonly database: Database) {
    super();
  }

  async booked(gateway: string, asOf: Date | undefined): Promise<BookedMoney[]> {
    const rows = await this.database.query<BookedRow>(BOOKED, [gateway, asOf ?? null]);
    return rows.map(({ open, ...row }) => ({ ...row, openDifferences: open }));
  }

  async add(comparisons: readonly (Comparison & { id: ComparisonId })[]): Promise<void> {
    if (comparisons.length === 0) return;
    await this.database.send(ADD, [
      comparisons.map(({ id }) => toUuid(id)),
      comparisons.map(({ gateway }) => gateway),
      comparisons.map(({ currency }) => currency),
      comparisons.map(({ held }) => held),
      comparisons.map(({ booked }) => booked),
      comparisons.map(({ coming }) => coming),
      comparisons.map(({ going }) => going),
      comparisons.map(({ unreported }) => unreported),
      comparisons.map(({ openDifferences }) => openDifferences),
      comparisons.map(({ standing }) => standing),
    ]);
  }
}

import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf } from '@holdfast/platform';
import { type ComparisonView, ListComparisons } from '../../../application/balance/balance-queries.js';
import type { Standing } from '../../../domain/balance/gateway-balance.js';
import { LIST } from './statements.js';

interface Row {
  readonly id: string;
  readonly gateway: string;
  readonly currency: string;
  readonly held: number;
  readonly booked: number;
  readonly coming: number;
  readonly going: number;
  readonly unreported: number;
  readonly open_differences: number;
  readonly standing: Standing;
  readonly compared_at: string;
}

@QueryHandler(ListComparisons)
export class ListComparisonsHandler implements IQueryHandler<ListComparisons> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { gateway, standing, ids, limit, cursor } }: ListComparisons): Promise<Page<ComparisonView>> {
    const [before, beforeId] = cursor ? decodeCursor(cursor, 'gateway-balances', ['timestamp', 'uuid']) : [null, null];
    const rows = await this.database.query<Row>(LIST, [gateway ?? null, standing ?? null, ids?.map(toUuid) ?? null, before, beforeId, limit + 1]);
    return pageOf(rows, limit, viewOf, (last) => encodeCursor('gateway-balances', [last.compared_at, last.id]));
  }
}

const viewOf = ({ id, currency, held, booked, coming, going, compared_at, ...row }: Row): ComparisonView => {
  const money = (amount: number) => ({ amount, currency });
  const { gateway, standing, unreported, open_differences } = row;
  return {
    id: toId('bal', id), gateway, standing, held: money(held), booked: money(booked), difference: money(held - booked),
    in_flight: { coming: money(coming), going: money(going) }, unreported, open_differences, compared_at: new Date(compared_at).toISOString(),
  };
};

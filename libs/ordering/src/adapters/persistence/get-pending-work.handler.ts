import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { NotFound, type Page, PendingWork, type Purchase, toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { GetPendingWork, type PendingStepView } from '../../application/order-queries.js';

const OF_ORDER = statement('ordering.purchase-of-order', `select id as order_id, checkout_id from ordering.orders where id = $1`);
const OF_CHECKOUT = statement(
  'ordering.purchase-of-checkout',
  `select o.id as order_id, k.id as checkout_id from ordering.checkouts k left join ordering.orders o on o.checkout_id = k.id where k.id = $1`,
);

@QueryHandler(GetPendingWork)
export class GetPendingWorkHandler implements IQueryHandler<GetPendingWork> {
  constructor(
    private readonly database: Database,
    private readonly pending: PendingWork,
  ) {}

  async execute({ id }: GetPendingWork): Promise<Page<PendingStepView>> {
    const row = await this.database.first<{ order_id: string | null; checkout_id: string }>(id.startsWith('ord_') ? OF_ORDER : OF_CHECKOUT, [toUuid(id)]);
    if (!row) throw new NotFound();
    const purchase: Purchase = { checkout: toId('chk', row.checkout_id), order: row.order_id === null ? undefined : toId('ord', row.order_id) };
    const steps = await this.pending.about(purchase);
    return {
      data: steps.map(({ what, about, since, next, nextAt, advice }) => ({ what, about, since: since.toISOString(), next_actor: next, next_at: nextAt?.toISOString() ?? null, advice })),
      page: { next_cursor: null, has_more: false },
    };
  }
}

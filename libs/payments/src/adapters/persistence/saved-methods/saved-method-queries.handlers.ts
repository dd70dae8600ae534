import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { GetSavedMethod, ListSavedMethods, type SavedMethodView } from '../../../application/saved-methods/saved-method-queries.js';
import { PaymentMethodNotFound } from '../../../domain/saved-method-errors.js';
import type { SavedMethodState } from '../../../domain/saved-method.js';
import { cardOf, type MethodRow } from './rows.js';

const THEIRS = `customer_id = $1 and not unwanted and state in ('created', 'sent', 'requires_action', 'unknown', 'active'`;
const LIST = statement('payments.list-methods', `select * from payments.payment_methods where ${THEIRS}) order by is_default desc, created_at desc, id desc`);
const GET = statement('payments.read-method', `select * from payments.payment_methods where ${THEIRS}, 'failed') and id = $2`);

@QueryHandler(ListSavedMethods)
export class ListSavedMethodsHandler implements IQueryHandler<ListSavedMethods> {
  constructor(private readonly database: Database) {}

  async execute({ customerId }: ListSavedMethods): Promise<SavedMethodView[]> {
    return (await this.database.query<MethodRow>(LIST, [toUuid(customerId)])).map(viewOf);
  }
}

@QueryHandler(GetSavedMethod)
export class GetSavedMethodHandler implements IQueryHandler<GetSavedMethod> {
  constructor(private readonly database: Database) {}

  async execute({ customerId, id }: GetSavedMethod): Promise<SavedMethodView> {
    const row = await this.database.first<MethodRow>(GET, [toUuid(customerId), toUuid(id)]);
    if (!row) throw new PaymentMethodNotFound();
    return viewOf(row);
  }
}

const STATUSES: Readonly<Partial<Record<SavedMethodState, SavedMethodView['status']>>> = { requires_action: 'requires_action', active: 'active', failed: 'failed' };

function viewOf(row: MethodRow): SavedMethodView {
  const card = cardOf(row);
  return {
    id: toId('pm', row.id),
    gateway: row.gateway,
    status: STATUSES[row.state] ?? 'processing',
    default: row.is_default,
    card: card && { brand: card.brand, last4: card.last4, expiry_month: card.expiryMonth, expiry_year: card.expiryYear },
    next_action: row.next_action,
    code: row.state === 'failed' ? row.code : null,
    created_at: new Date(row.created_at).toISOString(),
  };
}

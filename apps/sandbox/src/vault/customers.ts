import { nowSeconds } from '../clock/clock.js';
import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { NO_BILLING_DETAILS } from '../objects/payment-method.js';
import { type Answer, success } from '../protocol/answer.js';
import { newId } from '../protocol/identifiers.js';
import type { Params } from '../protocol/params.js';
import { noSuch } from '../protocol/stripe-error.js';
import { announce } from '../webhooks/announce.js';

/** Somebody whose means of payment are kept; who it is, only the shop knows. */
export interface Customer {
  readonly id: string;
  readonly created: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly idempotency_key: string | null;
}

const COLUMNS = ['id', 'created', 'metadata', 'idempotency_key'] as const satisfies readonly (keyof Customer)[];

/** POST /v1/customers (Stripe docs: "Create a customer"). */
export function createCustomer(params: Params, key: string | undefined) {
  const metadata = params.metadata();
  params.assertAllRead();
  const customer: Customer = {
    id: newId('cus'),
    created: nowSeconds(),
    metadata,
    idempotency_key: key ?? null,
  };
  return async (tx: Transaction): Promise<Answer> => {
    await save<Customer>(tx, 'customers', COLUMNS, customer);
    await announce(tx, 'customer.created', customer.id, customerObject(customer));
    return success(customerObject(customer));
  };
}

/** @throws StripeError `resource_missing`, blaming `param` when the id came as a parameter */
export async function getCustomer(db: Queryable, id: string, param?: string): Promise<Customer> {
  const { rows } = await db.query<Customer>(
    `select ${COLUMNS.join(', ')} from sandbox.customers where id = $1`,
    [id],
  );
  if (!rows[0]) throw noSuch('customer', id, param);
  return rows[0];
}

/** The customer as Stripe shows it (docs: "The Customer object"). */
export function customerObject({ id, created, metadata }: Customer) {
  return {
    id,
    object: 'customer',
    address: NO_BILLING_DETAILS.address,
    balance: 0,
    created,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata,
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

import type { MortalShop } from './mortal-shop.js';

/** Pulls a lever of the sandbox. */
export async function control(shop: Pick<MortalShop, 'sandboxUrl'>, path: string, body: object = {}, method: 'POST' | 'PUT' = 'POST'): Promise<any> {
  const answer = await fetch(`${shop.sandboxUrl}/_sandbox/${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Money of one payment as a gateway has it, in minor units. */
export interface Entry {
  /** The gateway's own id of the payment. */
  readonly reference: string;
  readonly checkout: string;
  /** The operation that the gateway was asked by. */
  readonly operation: string;
  readonly amount: number;
  readonly captured: number;
  readonly refunded: number;
  /** Still set aside on the means of payment. */
  readonly live: number;
  /** The operations of each refund; PayPal's captures have theirs as well. */
  readonly refunds: readonly Movement[];
  readonly captures: readonly Movement[];
}

export interface Movement {
  readonly operation: string;
  readonly amount: number;
}

const STRIPE = `
  select i.id as reference, i.metadata->>'holdfast_checkout' as checkout, i.metadata->>'holdfast_operation' as operation, i.amount::int,
         coalesce(c.captured, 0)::int as captured, coalesce(r.refunded, 0)::int as refunded,
         case when i.status = 'requires_capture' then i.amount_capturable::int else 0 end as live,
         coalesce(r.refunds, '[]') as refunds, '[]'::jsonb as captures
    from sandbox.payment_intents i
    left join lateral (select sum(amount_captured) as captured from sandbox.charges c where c.payment_intent = i.id and c.status = 'succeeded') c on true
    left join lateral (select sum(amount) as refunded, jsonb_agg(jsonb_build_object('operation', metadata->>'holdfast_operation', 'amount', amount)) as refunds
                         from sandbox.refunds r where r.payment_intent = i.id) r on true
   where $1::text is null or i.metadata->>'holdfast_checkout' = $1`;

const PAYPAL = `
  select o.id as reference, o.reference_id as checkout, o.custom_id as operation, o.amount::int,
         coalesce(c.captured, 0)::int as captured, coalesce(r.refunded, 0)::int as refunded,
         case when a.status in ('CREATED', 'PARTIALLY_CAPTURED') then (a.amount - a.captured)::int else 0 end as live,
         coalesce(r.refunds, '[]') as refunds, coalesce(c.captures, '[]') as captures
    from sandbox.paypal_orders o
    left join sandbox.paypal_authorizations a on a.order_id = o.id
    left join lateral (select sum(amount) as captured, jsonb_agg(jsonb_build_object('operation', invoice_id, 'amount', amount)) filter (where authorization_id is not null) as captures
                         from sandbox.paypal_captures c where c.order_id = o.id) c on true
    left join lateral (select sum(amount) as refunded, jsonb_agg(jsonb_build_object('operation', invoice_id, 'amount', amount)) as refunds
                         from sandbox.paypal_refunds r where r.order_id = o.id) r on true
   where $1::text is null or o.reference_id = $1`;

/** What the gateways' own books have, about one checkout or about all. */
export async function entries(shop: Pick<MortalShop, 'books'>, checkout: string | null): Promise<Entry[]> {
  const [stripe, payPal] = await Promise.all([STRIPE, PAYPAL].map((text) => shop.books.query<Entry>(text, [checkout])));
  return [...stripe!.rows, ...payPal!.rows];
}

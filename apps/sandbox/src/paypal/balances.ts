import { readClock } from '../clock/clock.js';
import type { Queryable } from '../database/open.js';
import { amountObject } from './amounts.js';

interface Held {
  readonly currency: string;
  readonly amount: number;
}

/** What the account holds in each currency (docs: "List all balances"): captures less refunds. No fees, no payouts. */
export async function heldBalances(db: Queryable): Promise<object> {
  const { rows } = await db.query<Held>(`
    select o.currency, sum(m.amount)::int as amount
      from (select order_id, amount from sandbox.paypal_captures
            union all select order_id, -amount from sandbox.paypal_refunds) m
        join sandbox.paypal_orders o on o.id = m.order_id
     group by o.currency order by o.currency`);
  const { now } = readClock();
  const balances = rows.map(({ currency, amount }, i) => {
    const total = amountObject(amount, currency);
    return { currency, primary: i === 0, total_balance: total, available_balance: total };
  });
  return { balances, account_id: 'SANDBOXACCOUNT', as_of_time: now, last_refresh_time: now };
}

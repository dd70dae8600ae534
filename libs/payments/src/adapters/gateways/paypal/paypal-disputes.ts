import type { ObservedDispute } from '../../../domain/gateway-observation.js';
import { minorUnits } from './paypal-amounts.js';
import type { PayPalClient } from './paypal-client.js';

type Members = Readonly<Record<string, unknown>>;

/** How PayPal decides (developer.paypal.com/docs/api/customer-disputes/v1). What is not known here leaves it open: nothing is guessed. */
const OUTCOMES: Readonly<Record<string, 'won' | 'lost'>> = {
  RESOLVED_SELLER_FAVOUR: 'won', RESOLVED_WITH_PAYOUT: 'won', CANCELED_BY_BUYER: 'won', DENIED: 'won',
  RESOLVED_BUYER_FAVOUR: 'lost', ACCEPTED: 'lost',
};

/** The disputes of a capture. Their list has neither outcome nor deadline, so that each is asked for. @throws when PayPal does not answer */
export async function disputesOf(client: PayPalClient, capture: string, currency: string): Promise<ObservedDispute[]> {
  const { items } = await told(client, `/v1/customer/disputes?disputed_transaction_id=${encodeURIComponent(capture)}`);
  if (!Array.isArray(items)) throw new Error('PayPal answered with disputes that are none');
  return Promise.all((items as Members[]).map(async ({ dispute_id: id }) => disputeIn(await told(client, `/v1/customer/disputes/${encodeURIComponent(String(id))}`), currency)));
}

async function told(client: PayPalClient, path: string): Promise<Members> {
  const { status, body } = await client.get(path);
  if (status !== 200) throw new Error(`PayPal does not tell of disputes: ${status}`);
  return body;
}

function disputeIn(body: Members, currency: string): ObservedDispute {
  const { dispute_id: reference, reason, status, dispute_amount, dispute_outcome, seller_response_due_date: due, create_time: created } = body;
  const amount = minorUnits(dispute_amount, currency);
  const openedAt = new Date(String(created));
  if (typeof reference !== 'string' || amount === undefined || amount < 1 || Number.isNaN(openedAt.getTime())) throw new Error('PayPal answered with a dispute that is none');
  const outcome = OUTCOMES[String((dispute_outcome as Members | undefined)?.['outcome_code'])];
  const deadline = new Date(String(due));
  return {
    reference, amount, openedAt,
    reason: String(reason ?? 'OTHER').toLowerCase(),
    status: status === 'RESOLVED' ? (outcome ?? 'open') : 'open',
    evidenceDueAt: Number.isNaN(deadline.getTime()) ? null : deadline,
  };
}

import { book } from '../books/balance.js';
import { getCharge } from '../books/charges.js';
import { lockIntent } from '../books/intents.js';
import { nowSeconds } from '../clock/clock.js';
import type { Queryable, Transaction } from '../database/open.js';
import { save } from '../database/save.js';
import { newId } from '../protocol/identifiers.js';
import { invalid, noSuch } from '../protocol/stripe-error.js';
import { announce } from '../webhooks/announce.js';

const EVIDENCE_SECONDS = 7 * 24 * 60 * 60;

/** A shopper's bank takes a captured amount back; minor units. */
export interface Dispute {
  readonly id: string;
  readonly created: number;
  readonly charge: string;
  readonly payment_intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: 'needs_response' | 'won' | 'lost';
  readonly reason: string;
  readonly evidence_due_by: number;
}

const COLUMNS = [
  'id',
  'created',
  'charge',
  'payment_intent',
  'amount',
  'currency',
  'status',
  'reason',
  'evidence_due_by',
] as const satisfies readonly (keyof Dispute)[];

/** The dispute as Stripe shows it (docs: "The Dispute object"). */
export function disputeObject({ evidence_due_by, ...dispute }: Dispute) {
  return {
    ...dispute,
    object: 'dispute',
    balance_transactions: [],
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: {
      due_by: evidence_due_by,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
  };
}

/** The bank of the shopper opens a dispute about all or a part of what an intent captured. */
export async function openDispute(
  tx: Transaction,
  intentId: string,
  { amount, reason = 'fraudulent' }: { amount?: number; reason?: string },
): Promise<Dispute> {
  const intent = await lockIntent(tx, intentId, 'payment_intent');
  const charge = intent.latest_charge === null ? null : await getCharge(tx, intent.latest_charge);
  const most = charge?.amount_captured ?? 0;
  if (!charge || (amount ?? most) > most || most === 0) {
    throw invalid('There is not that much captured money to dispute.', { param: 'amount' });
  }
  const created = nowSeconds();
  const dispute: Dispute = {
    id: newId('dp'),
    created,
    charge: charge.id,
    payment_intent: intent.id,
    amount: amount ?? most,
    currency: charge.currency,
    status: 'needs_response',
    reason,
    evidence_due_by: created + EVIDENCE_SECONDS,
  };
  await bookDispute(tx, dispute, -dispute.amount);
  return tell(tx, dispute, 'charge.dispute.created');
}

/** The bank decides. @throws StripeError 400 when it has decided already */
export async function closeDispute(
  tx: Transaction,
  id: string,
  status: 'won' | 'lost',
): Promise<Dispute> {
  const { rows } = await tx.query<Dispute>(
    `select ${COLUMNS.join(', ')} from sandbox.disputes where id = $1 for update`,
    [id],
  );
  if (!rows[0]) throw noSuch('dispute', id);
  if (rows[0].status !== 'needs_response') {
    throw invalid(`This dispute is ${rows[0].status} already.`);
  }
  if (status === 'won') await bookDispute(tx, rows[0], rows[0].amount);
  return tell(tx, { ...rows[0], status }, 'charge.dispute.closed');
}

/** The disputes of an intent, newest first. */
export async function disputesOf(db: Queryable, intent: string, limit: number): Promise<Dispute[]> {
  const { rows } = await db.query<Dispute>(
    `select ${COLUMNS.join(', ')} from sandbox.disputes where payment_intent = $1
     order by seq desc limit $2`,
    [intent, limit],
  );
  return rows;
}

async function bookDispute(tx: Transaction, dispute: Dispute, amount: number): Promise<void> {
  const { id: source, currency } = dispute;
  await book(tx, { type: 'adjustment', amount, currency, source, description: 'Chargeback' });
}

async function tell(tx: Transaction, dispute: Dispute, type: string): Promise<Dispute> {
  await save<Dispute>(tx, 'disputes', COLUMNS, dispute);
  await announce(tx, type, dispute.payment_intent, disputeObject(dispute));
  return dispute;
}

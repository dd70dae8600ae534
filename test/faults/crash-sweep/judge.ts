import { toId } from '@holdfast/kernel';
import type { Acknowledged, Client } from './client.js';
import type { Expected } from './scenarios.js';
import type { Stage } from './stage.js';

/** Money of one checkout as somebody's books have it, in minor units: what is still authorized, what was taken, what went back. */
interface Money {
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
}

/** What was there before a run: it is judged by what came to it. */
export interface Standing {
  readonly orders: number;
  readonly available: number;
  /** Mails that arrived. */
  readonly mails: number;
  readonly ours: Money;
  readonly theirs: Money;
}

export async function standing(stage: Stage): Promise<Standing> {
  const [row] = await stage.sql<Pick<Standing, 'orders' | 'available' | 'mails'>>(
    `select (select count(*)::int from ordering.orders) as orders, (select count(*)::int from notifications.test_mailbox) as mails,
            (select coalesce(sum(on_hand - reserved), 0)::int from inventory.levels) as available`,
  );
  return { ...row!, ours: await ourMoney(stage), theirs: await theirMoney(stage) };
}

/** A promise about time: whatever happened, it is over within a minute of the shop's time. */
export const FINAL_WITHIN_SECONDS = 60;
/** Time passes in steps: the one that ends the minute is a little longer than needed. */
const GRACE_SECONDS = 5;

/** All that is not as it must be at the end of a run, as sentences; empty when all is well. */
export async function complaintsAbout(stage: Stage, client: Client, expected: Expected, before: Standing): Promise<string[]> {
  return [
    ...(await brokenInvariants(stage)),
    ...differences(before, await standing(stage), expected),
    ...(await unkeptWords(stage, client.acknowledged)),
    ...(client.slowest > FINAL_WITHIN_SECONDS + GRACE_SECONDS ? [`It took ${Math.round(client.slowest)} s of the shop's time until the answer was final`] : []),
  ];
}

async function brokenInvariants(stage: Stage): Promise<string[]> {
  const { body } = await stage.admin('GET', '/v1/ops/invariants');
  const broken = (body.data as { id: string; statement: string; ok: boolean; offenders?: unknown }[]).filter(({ ok }) => !ok);
  return broken.map(({ id, ...rest }) => `${id} is broken: ${JSON.stringify(rest).slice(0, 400)}`);
}

function differences(before: Standing, after: Standing, { orders, available, authorized = 0, captured = 0, refunded = 0 }: Expected): string[] {
  const moved = (from: Money, to: Money): Money => ({ authorized: to.authorized - from.authorized, captured: to.captured - from.captured, refunded: to.refunded - from.refunded });
  const compare = (what: string, is: unknown, should: unknown): string[] =>
    JSON.stringify(is) === JSON.stringify(should) ? [] : [`${what}: ${JSON.stringify(is)} where it should be ${JSON.stringify(should)}`];
  return [
    ...compare('Orders', after.orders - before.orders, orders),
    ...compare('Mails that arrived', after.mails - before.mails, orders),
    ...compare('Pieces that can be bought', after.available - before.available, available),
    ...compare('Money in the books of the gateway', moved(before.theirs, after.theirs), { authorized, captured, refunded }),
    ...compare('Money in our books', moved(before.ours, after.ours), { authorized, captured, refunded }),
  ];
}

async function ourMoney(stage: Stage): Promise<Money> {
  const [row] = await stage.sql<Money>(
    `select coalesce(sum(authorized - captured - voided), 0)::int as authorized, coalesce(sum(captured), 0)::int as captured,
            coalesce(sum(refunded), 0)::int as refunded from payments.payments where gateway <> 'manual'`,
  );
  return row!;
}

/** Of all checkouts of this shop, at both gateways. */
async function theirMoney(stage: Stage): Promise<Money> {
  const checkouts = new Set((await stage.sql<{ id: string }>('select id from ordering.checkouts')).map(({ id }) => toId('chk', id) as string));
  const [cards, wallets] = await Promise.all([stage.atGateway('GET', '/_sandbox/books'), stage.atGateway('GET', '/_sandbox/paypal/books')]);
  const intents = cards.payment_intents.filter(({ metadata }: any) => checkouts.has(metadata.holdfast_checkout));
  const mine = new Set(intents.map(({ id }: any) => id));
  const orders = new Set(wallets.orders.filter((order: any) => checkouts.has(order.reference_id)).map(({ id }: any) => id));
  const sum = (rows: any[], of: (row: any) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const ofOrders = (rows: any[]): any[] => rows.filter(({ order_id: id }) => orders.has(id));
  const open = ofOrders(wallets.authorizations).filter(({ status }) => status === 'CREATED' || status === 'PARTIALLY_CAPTURED');
  return {
    authorized: sum(intents.filter(({ status }: any) => status === 'requires_capture'), (intent) => intent.amount_capturable) + sum(open, ({ amount, captured }) => amount - captured),
    captured: sum(intents, (intent) => intent.amount_received) + sum(ofOrders(wallets.captures), ({ amount }) => amount),
    refunded: sum(cards.refunds.filter((refund: any) => mine.has(refund.payment_intent)), ({ amount }) => amount) + sum(ofOrders(wallets.refunds), ({ amount }) => amount),
  };
}

/** What a client was told with 2xx must be so, and must be told again in the same words to whoever asks with the same key. */
async function unkeptWords(stage: Stage, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const complaints: string[] = [];
  for (const { method, path, ask, answer } of acknowledged) {
    const order = answer.status < 300 ? (answer.body?.order?.id as string | undefined) : undefined;
    if (order && (await stage.admin('GET', `/v1/admin/orders/${order}`)).status !== 200) complaints.push(`The client was told of ${order}, and it does not exist`);
    // What was not final then may be told in other words now.
    if (!ask.headers?.['idempotency-key'] || answer.status === 202) continue;
    const again = await stage.ask(method, path, ask);
    if (again.status !== answer.status || again.text !== answer.text) complaints.push(`A repeat of ${method} ${path} was answered ${again.status} ${again.text.slice(0, 200)}, and before ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  return complaints;
}

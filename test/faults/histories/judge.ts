import { toId, toUuid } from '@holdfast/kernel';
import { Broken, type History } from './history.js';
import type { MortalShop } from './mortal-shop.js';
import { type Entry, entries, type Movement } from './sandbox.js';
import { partsIn } from './staff.js';

/** A payment as the shop has it. */
interface Own {
  readonly id: string;
  readonly checkout: string;
  readonly gateway: string;
  readonly reference: string | null;
  readonly amount: number;
  readonly authorized: number;
  readonly captured: number;
  readonly voided: number;
  readonly refunded: number;
  readonly operations: readonly Operation[];
  /** Booked as captured and as refunded. */
  readonly booked: number;
  readonly bookedBack: number;
}

interface Operation {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly amount: number;
  readonly actor: string | null;
}

interface Standing {
  readonly status: string;
  readonly total: number;
  readonly orders: number;
  readonly payments: readonly Own[];
}

const PAYMENTS = `
  select p.id, p.checkout_id as checkout, p.gateway, p.reference, p.amount::int, p.authorized::int, p.captured::int, p.voided::int, p.refunded::int, o.operations,
         coalesce(l.booked, 0)::int as booked, coalesce(l.booked_back, 0)::int as "bookedBack"
    from payments.payments p
    left join lateral (select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'state', o.state, 'amount', o.amount, 'actor', o.actor) order by o.created_at, o.id) as operations
                         from payments.operations o where o.payment_id = p.id) o on true
    left join lateral (select sum(t.amount) filter (where j.kind = 'capture') as booked, sum(t.amount) filter (where j.kind = 'refund') as booked_back
                         from payments.ledger_journals j join payments.ledger_transfers t on t.journal_id = j.id and t.leg = 'gateway' where j.payment_id = p.id) l on true
   where $1::uuid is null or p.checkout_id = $1 order by p.created_at, p.id`;

async function paymentsOf(shop: Pick<MortalShop, 'data'>, checkout: string | null): Promise<Own[]> {
  const { rows } = await shop.data.query(PAYMENTS, [checkout && toUuid(checkout)]);
  return rows.map((row) => ({
    ...row,
    id: toId('pay', row.id),
    checkout: toId('chk', row.checkout),
    operations: row.operations.map((one: Operation) => ({ ...one, id: toId('op', one.id) })),
  }));
}

async function standing(shop: MortalShop, checkout: string): Promise<Standing> {
  const { rows } = await shop.data.query(
    `select k.status, k.total::int, (select count(*)::int from ordering.orders o where o.checkout_id = k.id) as orders from ordering.checkouts k where k.id = $1`, [toUuid(checkout)],
  );
  return { ...rows[0], payments: await paymentsOf(shop, checkout) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const isDecided = ({ state }: Operation): boolean => state === 'succeeded' || state === 'failed';

/** Why a checkout is not at its end yet; nothing when it is. */
export async function unfinished(shop: MortalShop, checkout: string): Promise<string | undefined> {
  const { status, payments } = await standing(shop, checkout);
  const open = payments.flatMap(({ operations }) => operations.filter((one) => !isDecided(one)));
  if (open.length > 0) return `undecided: ${JSON.stringify(open)}`;
  if (status === 'open' || status === 'processing' || status === 'requires_action') return `the checkout is ${status}`;
  const kept = payments.filter(({ authorized, voided, refunded }) => status !== 'completed' && authorized - voided - refunded > 0);
  return kept.length > 0 ? `kept without an order: ${JSON.stringify(kept)}` : undefined;
}

/** Holds one checkout against the gateways' own books, and against all that its clients were told. */
export async function judge(history: History): Promise<void> {
  const { shop, checkoutId } = history;
  const [shown, books] = await Promise.all([standing(shop, checkoutId), entries(shop, checkoutId)]);
  const faults = [...faultsOfMoney(shown, books), ...shown.payments.flatMap((payment) => faultsOf(payment, books)), ...faultsOfAnswers(history, shown)];
  if (faults.length > 0) throw new Broken(`${faults.join('\n')}\nshop: ${JSON.stringify(shown)}\nbooks: ${JSON.stringify(books)}`);
}

/** Holds everything against everything, both ways: what the shop knows of and the gateways do not, and what they have and it does not know of. */
export async function judgeAll(shop: Pick<MortalShop, 'data' | 'books'>): Promise<string[]> {
  const [own, books] = await Promise.all([paymentsOf(shop, null), entries(shop, null)]);
  const [byOwn, byBooks] = [Map.groupBy(own, ({ checkout }) => checkout), Map.groupBy(books, ({ checkout }) => checkout)];
  const strangers = books.filter(({ checkout }) => !byOwn.has(checkout)).map((entry) => `a gateway has money of nobody: ${JSON.stringify(entry)}`);
  return [...strangers, ...own.flatMap((payment) => faultsOf(payment, byBooks.get(payment.checkout) ?? [])), ...(await faultsOfDisputes(shop))];
}

function faultsOfMoney({ status, total, orders, payments }: Standing, books: readonly Entry[]): string[] {
  const authorized = sum(payments.map((one) => one.authorized));
  const kept = sum(books.map(({ captured, refunded, live }) => captured - refunded + live));
  const captured = sum(books.map((one) => one.captured));
  const known = new Set(payments.flatMap(({ reference, authorized: has }) => (has > 0 && reference !== null ? [reference] : [])));
  return [
    ...(orders === (status === 'completed' ? 1 : 0) ? [] : [`${orders} orders of a checkout that is ${status}`]),
    ...(orders > 0 && authorized < total ? [`an order of ${total} for ${authorized}`] : []),
    ...(kept > (orders > 0 ? total : 0) ? [`the gateways keep ${kept} of ${orders > 0 ? `an order of ${total}` : 'a checkout without an order'}`] : []),
    ...(captured > total && captured - sum(books.map((one) => one.refunded)) > total ? [`captured ${captured} of ${total}`] : []),
    ...books.filter(({ reference, captured: has, live }) => !known.has(reference) && has + live > 0).map((entry) => `a charge that the shop does not know of: ${JSON.stringify(entry)}`),
  ];
}

/** What a payment says that the books of its gateway do not, or the other way round. */
function faultsOf(payment: Own, books: readonly Entry[]): string[] {
  const { id, reference, gateway, authorized, captured, voided, refunded, booked, bookedBack, operations } = payment;
  const about = (what: string): string[] => [`${id}: ${what}`];
  const ledger = booked === captured && bookedBack === refunded ? [] : about(`captured ${captured}, refunded ${refunded}, and booked ${booked} and ${bookedBack}`);
  if (gateway === 'manual') return ledger;
  const asked = operations.find(({ kind }) => kind === 'authorize')!;
  const mine = books.filter(({ operation }) => operation === asked.id);
  const twice = mine.length > 1 ? about(`${mine.length} payments at the gateway for one key`) : [];
  if (authorized === 0) return [...ledger, ...twice, ...(mine.some((entry) => entry.captured + entry.live > 0) ? about('nothing is authorized here, and the gateway has money') : [])];
  const entry = books.find((one) => one.reference === reference);
  if (!entry) return [...ledger, ...about(`the gateway has no ${reference}`)];
  const same = entry.captured === captured && entry.refunded === refunded && entry.live === authorized - captured - voided;
  return [
    ...ledger, ...twice,
    ...(same ? [] : about(`captured ${captured}, refunded ${refunded}, live ${authorized - captured - voided}; its gateway has ${entry.captured}, ${entry.refunded}, ${entry.live}`)),
    ...(gateway === 'paypal' ? faultsOfMovements(id, 'capture', operations, entry.captures) : []),
    ...faultsOfMovements(id, 'refund', operations, entry.refunds),
  ];
}

/** Each operation of ours happened once there if it succeeded, and never if it failed; each movement there is one of ours. */
function faultsOfMovements(id: string, kind: string, operations: readonly Operation[], movements: readonly Movement[]): string[] {
  const ours = operations.filter((one) => one.kind === kind && one.state === 'succeeded' && one.actor !== 'gateway' && !(one.actor === null && kind === 'capture'));
  const [here, there] = [ours, movements].map((list) => list.map((one) => `${'id' in one ? one.id : one.operation}:${one.amount}`).sort().join());
  return here === there ? [] : [`${id}: ${kind}s here are ${here || 'none'}, at the gateway ${there || 'none'}`];
}

/** What a client was told is so, and nothing was done for staff that it was not told of. */
function faultsOfAnswers({ accepted }: History, { payments, orders }: Standing): string[] {
  const operations = payments.flatMap((payment) => payment.operations);
  const told = accepted.filter(({ call }) => call.path.startsWith('/v1/admin')).flatMap(({ answer }) => partsIn(answer));
  const ghosts = operations.filter(({ actor, id }) => actor?.startsWith('key_') && !told.some((one) => one.id === id));
  const gone = told.filter(({ id, status }) => !operations.some((one) => one.id === id && one.state === status));
  const orderTold = accepted.some(({ answer }) => answer.body.status === 'completed');
  return [
    ...ghosts.map((one) => `nobody was told of ${JSON.stringify(one)}`),
    ...gone.map((one) => `a client was told of ${JSON.stringify(one)}`),
    ...(orderTold && orders !== 1 ? ['a client was told of an order that is not there'] : []),
  ];
}

/** Every dispute is known, and how it ended. */
async function faultsOfDisputes(shop: Pick<MortalShop, 'data' | 'books'>): Promise<string[]> {
  const [here, there] = await Promise.all([
    shop.data.query(`select reference, status from payments.disputes order by 1`),
    shop.books.query(`select id as reference, case status when 'needs_response' then 'open' else status end as status from sandbox.disputes order by 1`),
  ]);
  const known = new Set(here.rows.map((row) => JSON.stringify(row)));
  const missing = there.rows.filter((row) => !known.has(JSON.stringify(row)));
  return [
    ...missing.map((row) => `a dispute is not known as it is: ${JSON.stringify(row)}`),
    ...(here.rows.length > there.rows.length ? ['there are disputes that no bank opened'] : []),
  ];
}

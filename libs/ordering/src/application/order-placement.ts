import { Inventory } from '@holdfast/inventory';
import { Idempotency, newId, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { inFlight, type OrderSold, type PaymentChange, PaymentListener, Payments, type PaymentView } from '@holdfast/payments';
import { type Checkout, CHECKOUT_MACHINE, type CheckoutId, type CheckoutStatus } from '../domain/checkout.js';
import { Checkouts, type NewOrder } from '../domain/checkouts.js';
import { securedBy } from '../domain/tender.js';
import { CheckoutAnswers, type PlacedOrder } from './checkout-answers.js';
import { checkoutEvent, orderPlaced } from './checkout-events.js';
import { checkoutPayment, type CheckoutPaymentView } from './checkout-view.js';

/** A change of a payment and the checkout it is for. */
interface Affected {
  readonly change: PaymentChange;
  readonly checkout: Checkout;
}

/**
 * The ordering side of the reducer: in the transaction that writes what became of a payment, the checkout moves on, and as
 * soon as the money covers the total the order is placed. Whoever brings the news comes through here.
 */
export class OrderPlacement extends PaymentListener {
  /** Answers for requests that wait in this process; undefined until a committed change brought one. */
  readonly #awaited = new Map<CheckoutId, StoredAnswer | undefined>();

  constructor(
    private readonly work: UnitOfWork,
    private readonly checkouts: Checkouts,
    private readonly inventory: Inventory,
    private readonly payments: Payments,
    private readonly idempotency: Idempotency,
    private readonly answers: CheckoutAnswers,
  ) {
    super();
  }

  /** Says that a request of this process will take the answer of this checkout. */
  awaitAnswer(id: CheckoutId): void {
    this.#awaited.set(id, undefined);
  }

  /** The answer that a committed change led to since {@link awaitAnswer}; it can be taken once. */
  takeAnswer(id: CheckoutId): StoredAnswer | undefined {
    const answer = this.#awaited.get(id);
    this.#awaited.delete(id);
    return answer;
  }

  async paymentsChanged(changes: readonly PaymentChange[]): Promise<OrderSold[]> {
    const authorizations = changes.filter(({ kind, insteadBegan }) => kind === 'authorize' && insteadBegan === null);
    const captures = changes.filter(({ kind, state }) => kind === 'capture' && state === 'succeeded');
    if (captures.length > 0) await this.#captured(captures);
    if (authorizations.length === 0) return [];
    const checkouts = await this.checkouts.lock([...new Set(authorizations.map(({ checkoutId }) => checkoutId))]);
    const affected = authorizations.flatMap((change): Affected[] => {
      const checkout = checkouts.get(change.checkoutId);
      return checkout ? [{ change, checkout }] : [];
    });
    const placed = await this.#place(affected.filter(({ change }) => change.state === 'succeeded'));
    await this.#move(affected.filter(({ change }) => change.state !== 'succeeded'));
    return placed.map(soldBy);
  }

  /** A capture that was under way while its checkout ended brings money that nobody owes. */
  async #captured(captures: readonly PaymentChange[]): Promise<void> {
    const checkouts = await this.checkouts.lock([...new Set(captures.map(({ checkoutId }) => checkoutId))]);
    const ended = captures.filter(({ checkoutId }) => ['expired', 'canceled'].includes(checkouts.get(checkoutId)?.status ?? ''));
    await this.payments.undo([...new Set(ended.map(({ paymentId }) => paymentId))]);
  }

  /**
   * Checkouts that were opened in this transaction and wait for no payment: those with nothing to pay become orders at
   * once, the others answer that they are open.
   */
  async opened(checkouts: readonly Checkout[]): Promise<void> {
    this.work.afterCommit(() => checkouts.forEach(({ id }) => this.awaitAnswer(id)));
    await this.#placeHeld(checkouts.filter(({ total }) => total.amount === 0).map((checkout) => ({ checkout })));
    for (const checkout of checkouts) {
      if (checkout.total.amount > 0) this.#answer(checkout, this.answers.answer({ kind: 'answered', checkout, parts: { payments: [] } }));
    }
  }

  async #place(affected: readonly Affected[]): Promise<NewOrder[]> {
    const live = affected.filter(({ checkout }) => CHECKOUT_MACHINE.allows(checkout.status, 'completed'));
    const whole = live.filter(({ change, checkout }) => change.authorized >= checkout.total.amount);
    const parts = await this.#withOthers(live.filter((one) => !whole.includes(one)));
    const enough = parts.filter(({ payments, checkout }) => securedBy(payments) >= checkout.total.amount);
    const { placed, unplaced } = await this.#placeHeld([...whole, ...enough]);
    await this.#partly(parts.filter((one) => !enough.includes(one)));
    await this.#giveBack([...affected.filter((one) => !live.includes(one)), ...unplaced]);
    return placed;
  }

  /** Payments that are a part of what there is to pay, with the others of their checkouts. */
  async #withOthers(affected: readonly Affected[]): Promise<(Affected & { readonly payments: readonly PaymentView[] })[]> {
    if (affected.length === 0) return [];
    const payments = Map.groupBy(await this.payments.of(affected.map(({ checkout }) => checkout.id)), ({ checkoutId }) => checkoutId);
    return affected.map((one) => ({ ...one, payments: payments.get(one.checkout.id) ?? [] }));
  }

  /** A part is paid: the checkout waits for the rest, or for its end, which gives the part back. */
  async #partly(affected: readonly (Affected & { readonly payments: readonly PaymentView[] })[]): Promise<void> {
    if (affected.length === 0) return;
    await this.#moveTo(affected.filter(({ checkout }) => checkout.status !== 'open'), 'open');
    await this.inventory.unpin(affected.map(({ checkout }) => checkout.id));
    for (const { checkout, payments } of affected) {
      const open: Checkout = { ...checkout, status: 'open', version: checkout.version + (checkout.status === 'open' ? 0 : 1) };
      this.#answer(open, this.answers.answer({ kind: 'answered', checkout: open, parts: { payments: payments.map(checkoutPayment) } }));
    }
  }

  /** Places what holds its stock, or can have it again; answers those that lost it. */
  async #placeHeld(affected: readonly { checkout: Checkout; change?: PaymentChange; payments?: readonly PaymentView[] }[]): Promise<{ placed: NewOrder[]; unplaced: Affected[] }> {
    if (affected.length === 0) return { placed: [], unplaced: [] };
    const orders = affected.map(({ checkout, change, payments }) => {
      const id = newId('ord');
      const shown = payments?.map(checkoutPayment) ?? (change ? [paymentView(change)] : []);
      return { order: { id, checkout, tokenHash: this.answers.orderTokenHash(id) } satisfies NewOrder, change, shown };
    });
    const held = await this.#allocate(orders.map(({ order }) => order));
    const placing = orders.filter(({ order }) => held.has(order.checkout.id));
    if (placing.length > 0) {
      const placed = await this.checkouts.place(placing.map(({ order }) => order));
      for (const { order, change, shown } of placing) this.#placed(order, { id: order.id, ...placed.get(order.id)! }, change, shown);
    }
    const unplaced = orders.flatMap(({ order, change }) => (held.has(order.checkout.id) || !change ? [] : [{ checkout: order.checkout, change }]));
    return { placed: placing.map(({ order }) => order), unplaced };
  }

  /** A paid checkout that lost some of its stock to another buyer may still have it if there is more. */
  async #allocate(orders: readonly NewOrder[]): Promise<Set<CheckoutId>> {
    const placements = orders.map(({ id, checkout }) => ({ orderId: id, checkoutId: checkout.id, units: unitsOf(checkout) }));
    const held = await this.inventory.allocate(placements);
    const lost = orders.filter(({ checkout }) => !held.has(checkout.id)).map(({ checkout }) => checkout);
    if (lost.length === 0) return held;
    await this.inventory.release(lost.map(({ id }) => id), 'released');
    const outcomes = await this.inventory.hold(lost.map(({ id, lines, expiresAt }) => ({ checkoutId: id, demand: lines, until: expiresAt, pinned: true })));
    const again = new Set(lost.filter((_, i) => outcomes[i]!.held).map(({ id }) => id));
    if (again.size === 0) return held;
    return new Set([...held, ...(await this.inventory.allocate(placements.filter(({ checkoutId }) => again.has(checkoutId))))]);
  }

  #placed({ checkout }: NewOrder, order: PlacedOrder, change: PaymentChange | undefined, payments: readonly CheckoutPaymentView[]): void {
    const completed: Checkout = { ...checkout, status: 'completed', version: checkout.version + 1 };
    const requestId = change?.requestId;
    this.work.record([
      { ...checkoutEvent(completed, checkout.status), requestId },
      { ...orderPlaced(order, completed, change?.paymentId ?? null), requestId },
    ]);
    this.#answer(completed, this.answers.answer({ kind: 'answered', checkout: completed, parts: { payments }, order }));
  }

  /** Money for a checkout that is over, or that lost its stock: it must not stay with us. */
  async #giveBack(late: readonly Affected[]): Promise<void> {
    if (late.length === 0) return;
    await this.payments.undo(late.map(({ change }) => change.paymentId));
    const lost = late.filter(({ checkout }) => checkout.attempts > 1 && checkout.status === 'processing');
    // What lost its stock gives back all parts, not only the last one.
    const parts = (await this.#withOthers(lost)).flatMap(({ payments, change }) => payments.filter(({ id, status }) => id !== change.paymentId && status !== 'failed'));
    await this.payments.undo(parts.map(({ id }) => id));
    const open = late.filter(({ checkout }) => checkout.status === 'processing');
    await this.#moveTo(open, 'open');
    for (const { change, checkout } of open) this.#declined({ ...change, code: 'stock-lost' }, checkout);
  }

  async #move(affected: readonly Affected[]): Promise<void> {
    const to = ({ change }: Affected): CheckoutStatus => (change.state === 'failed' ? 'open' : inFlight(change.state) ? 'processing' : 'requires_action');
    for (const [status, group] of Map.groupBy(affected, to)) {
      const moving = group.filter(({ checkout }) => CHECKOUT_MACHINE.allows(checkout.status, status));
      if (moving.length === 0) continue;
      await this.#moveTo(moving, status);
      // Only money on its way keeps stock beyond its time.
      if (status !== 'processing') await this.inventory.unpin(moving.map(({ checkout }) => checkout.id));
      for (const { change, checkout } of moving) {
        if (status === 'open') this.#declined(change, checkout);
        if (status === 'requires_action') this.#actionNeeded(change, { ...checkout, status, version: checkout.version + 1 });
      }
    }
  }

  async #moveTo(affected: readonly Affected[], to: CheckoutStatus): Promise<void> {
    if (affected.length === 0) return;
    await this.checkouts.move(affected.map(({ checkout }) => ({ checkout, to })));
    this.work.record(
      affected.map(({ change: { requestId }, checkout }) => ({ ...checkoutEvent({ ...checkout, status: to, version: checkout.version + 1 }, checkout.status), requestId })),
    );
  }

  #declined({ paymentId, gateway, code, notSent, requestId }: PaymentChange, checkout: Checkout): void {
    this.#answer(checkout, this.answers.answer({ kind: notSent ? 'unavailable' : 'declined', checkout, paymentId, gateway, code, requestId }));
  }

  #actionNeeded(change: PaymentChange, checkout: Checkout): void {
    const parts = { payments: [paymentView(change)], nextAction: change.nextAction };
    this.#answer(checkout, this.answers.answer({ kind: 'answered', checkout, parts }));
  }

  #answer(checkout: Checkout, answer: StoredAnswer): void {
    if (!checkout.askedBy) return;
    this.idempotency.finish([{ ...checkout.askedBy, ...answer }]);
    this.work.afterCommit(() => {
      if (this.#awaited.has(checkout.id)) this.#awaited.set(checkout.id, answer);
    });
  }
}

const unitsOf = ({ lines }: Checkout): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** What the money of an order is for, as the ledger books it. */
const soldBy = ({ id, checkout: { id: checkoutId, subtotal, total } }: NewOrder): OrderSold => ({
  checkoutId,
  orderId: id,
  currency: total.currency,
  parts: { goods: subtotal.amount, discount: 0, shipping: 0, taxes: [] },
});

/** Of an authorization, whose amount is that of its payment. */
const paymentView = ({ paymentId: id, gateway, status, currency, ...change }: PaymentChange): CheckoutPaymentView => ({
  id,
  gateway,
  status,
  amount: { amount: change.amount, currency },
  authorized: { amount: change.authorized, currency },
  captured: { amount: change.captured, currency },
});

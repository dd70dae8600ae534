import { Batcher, type Id, newId, NotFound, UnitOfWork } from '@holdfast/kernel';
import { CommandBus } from '@nestjs/cqrs';
import type { GatewayCapabilities } from '../domain/gateway-capabilities.js';
import type { GatewayResult } from '../domain/gateway-result.js';
import type { OperationId, PaymentAction, PaymentId } from '../domain/operation.js';
import { PaymentBooks } from '../domain/payment-books.js';
import { PaymentGateways } from '../domain/payment-gateway.js';
import { allowedActions, amountOf, refundable, reserved, uncaptured } from '../domain/payment-actions.js';
import type { Payment } from '../domain/payment.js';
import { type PaymentWay, type RoutedPayment, type RouteRule, waysOf } from '../domain/payment-routing.js';
import { capturesLeft, splitRefund } from '../domain/refund-split.js';
import { NoPaymentRoute } from '../domain/routing-errors.js';
import { type NewOperation, PaymentOperations } from '../domain/payment-operations.js';
import { type ChosenMethod, SavedMethods } from '../domain/saved-methods.js';
import { type BegunPayment, type NewPayment, type PaymentChange, Payments, type PaymentView, type RequestedAction, type RequestedOperation } from '../payments.js';
import { ApplyGatewayFacts, type BroughtFact } from './apply-gateway-facts.js';
import { OperationResolver } from './operation-resolver.js';

/** Most facts of one transaction. */
const BATCH = 100;

/** The facade of payments. What is in flight at the same time shares transactions. */
export class PaymentDesk extends Payments {
  readonly #sent: Batcher<OperationId, undefined>;
  readonly #facts: Batcher<BroughtFact, PaymentChange>;

  constructor(
    private readonly work: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly operations: PaymentOperations,
    private readonly books: PaymentBooks,
    private readonly methods: SavedMethods,
    private readonly resolver: OperationResolver,
    commands: CommandBus,
    private readonly routes: readonly RouteRule[],
  ) {
    super();
    this.#sent = new Batcher({
      max: BATCH,
      lanes: 1,
      work: async (ids) => {
        await operations.markSent(ids);
        return ids.map(() => ({ ok: true, value: undefined }));
      },
    });
    this.#facts = new Batcher({
      max: BATCH,
      lanes: 1,
      work: async (facts) => (await commands.execute(new ApplyGatewayFacts(facts))).map((value) => ({ ok: true, value })),
    });
  }

  assertGateway(name: string): void {
    this.gateways.get(name);
  }

  async begin(payments: readonly NewPayment[]): Promise<BegunPayment[]> {
    const begun = payments.map((payment) => ({ ...payment, paymentId: newId('pay'), operationId: newId('op') }));
    await this.operations.insert(begun);
    return begun;
  }

  route(payment: RoutedPayment): readonly [PaymentWay, ...PaymentWay[]] {
    const [first, ...others] = waysOf(this.routes, payment);
    if (!first) throw new NoPaymentRoute(this.gateways.names);
    return [first, ...others];
  }

  async savedWays(chosen: readonly ChosenMethod[]): Promise<(PaymentWay | undefined)[]> {
    return chosen.length === 0 ? [] : this.methods.ways(chosen);
  }

  async authorize(begun: BegunPayment): Promise<PaymentChange> {
    if (this.work.active) throw new Error('A gateway may not be called inside a unit of work');
    for (let payment = begun; ; ) {
      const { operationId, requestId } = payment;
      const result = await this.#send(payment);
      const instead = result.outcome === 'not_sent' ? standIn(payment) : undefined;
      const change = await this.#facts.submit({ operationId, result, requestId, instead });
      if (FAILPOINTS) await failpoint('operation.written');
      if (!instead || change.insteadBegan !== instead.paymentId) return change;
      payment = instead;
    }
  }

  async #send({ operationId: key, gateway: name, money, method, payer = null, capture, checkoutId, returnUrl }: BegunPayment): Promise<GatewayResult> {
    const gateway = this.gateways.get(name);
    if (!gateway.inProcess) await this.#sent.submit(key);
    if (FAILPOINTS) await failpoint('operation.sent');
    const result = await gateway.execute({ key, kind: 'authorize', ...money, method, payer, capture, checkoutId, reference: null, own: null, returnUrl });
    if (FAILPOINTS) await failpoint('operation.answered');
    return result;
  }

  resolve(checkoutId: Id<'chk'>): Promise<void> {
    return this.resolver.resolveCheckout(checkoutId);
  }

  async request(actions: readonly RequestedAction[]): Promise<RequestedOperation[]> {
    const payments = new Map((await this.operations.payments([...new Set(actions.map(({ paymentId }) => paymentId))])).map((payment) => [payment.id, payment]));
    const begun = actions.map(({ id = newId('op'), paymentId, action, amount: asked, reason, actor }): NewOperation => {
      const payment = payments.get(paymentId);
      if (!payment) throw new NotFound();
      const amount = amountOf(action, payment, this.gateways.get(payment.gateway).capabilities, asked);
      payments.set(paymentId, reserved(payment, action, amount));
      return { id, paymentId, kind: action, amount, reason, actor };
    });
    const parts = await this.#overCaptures(begun, [...payments.values()]);
    await this.operations.reserve(parts);
    return parts.map(({ id, paymentId, amount }) => ({ id, paymentId, amount }));
  }

  /** Refunds as their gateways can carry them out: where one is of one capture alone, one of several captures is several. */
  async #overCaptures(begun: readonly NewOperation[], payments: readonly Payment[]): Promise<NewOperation[]> {
    const one = new Set(payments.filter(({ gateway }) => this.gateways.capabilitiesOf(gateway)?.refundsOfOneCapture).map(({ id }) => id));
    const isSplit = ({ kind, paymentId }: NewOperation): boolean => kind === 'refund' && one.has(paymentId);
    const asked = [...new Set(begun.filter(isSplit).map(({ paymentId }) => paymentId))];
    if (asked.length === 0) return [...begun];
    const books = await this.books.capturesAndRefunds(asked);
    return begun.flatMap((operation): NewOperation[] => {
      if (!isSplit(operation)) return [operation];
      const known = books.get(operation.paymentId) ?? [];
      const parts = splitRefund(operation.amount, capturesLeft(known)).map((part, i): NewOperation => ({ ...operation, ...part, ...(i === 0 ? {} : { id: newId('op'), askedWith: operation.id }) }));
      books.set(operation.paymentId, [...known, ...parts.map(({ id, amount, captureId = null }) => ({ id, kind: 'refund' as const, amount, captureId }))]);
      return parts;
    });
  }

  async carryOut(ids: readonly OperationId[]): Promise<void> {
    if (this.work.active) throw new Error('A gateway may not be called inside a unit of work');
    const due = await this.operations.undecidedOperations(ids);
    // One after the other where they are of one payment: gateways lock it, and answer a second call with a conflict.
    for (const { gateway: name, call, created } of due) {
      const gateway = this.gateways.get(name);
      if (!created) continue;
      if (!gateway.inProcess) await this.#sent.submit(call.key);
      if (FAILPOINTS) await failpoint('operation.sent');
      const result = await gateway.execute(call);
      if (FAILPOINTS) await failpoint('operation.answered');
      await this.#facts.submit({ operationId: call.key, result });
      if (FAILPOINTS) await failpoint('operation.written');
    }
  }

  resolveOperations(ids: readonly OperationId[]): Promise<void> {
    return this.resolver.resolveNow(ids);
  }

  lockOf(checkoutIds: readonly Id<'chk'>[]): Promise<void> {
    return this.operations.lockOf(checkoutIds);
  }

  async undo(paymentIds: readonly PaymentId[]): Promise<void> {
    if (paymentIds.length === 0) return;
    const payments = await this.operations.payments(paymentIds);
    const owed = (payment: Payment, kind: PaymentAction, amount: number): NewOperation[] => (amount > 0 ? [{ id: newId('op'), paymentId: payment.id, kind, amount }] : []);
    const begun = payments.flatMap((payment) => [...owed(payment, 'refund', refundable(payment)), ...owed(payment, 'void', uncaptured(payment))]);
    await this.operations.reserve(await this.#overCaptures(begun, payments));
    const waiting = payments.filter(({ status }) => status === 'requires_action').map(({ id }) => id);
    if (waiting.length > 0) await this.operations.abandon(waiting);
  }

  async of(checkoutIds: readonly Id<'chk'>[]): Promise<PaymentView[]> {
    return (await this.operations.of(checkoutIds)).map((payment) => viewOf(payment, this.gateways.capabilitiesOf(payment.gateway)));
  }
}

function viewOf({ id, checkoutId, gateway, method, status, nextAction, createdAt, ...payment }: Payment & { readonly createdAt: Date }, can: GatewayCapabilities | undefined): PaymentView {
  const money = (amount: number) => ({ amount, currency: payment.currency });
  return {
    id, checkoutId, gateway, method, status, nextAction, createdAt,
    amount: money(payment.amount),
    authorized: money(payment.authorized - payment.voided),
    captured: money(payment.captured),
    refunded: money(payment.refunded),
    secured: money(payment.authorized - payment.voided - payment.voiding - payment.refunded - payment.refunding),
    refundable: money(refundable(payment)),
    allowedActions: can ? allowedActions(payment, can) : [],
  };
}

/** The same payment at the next gateway that stands in: a payment with an operation, and so a key, of its own. */
function standIn({ otherwise = [], ...payment }: BegunPayment): BegunPayment | undefined {
  const [way, ...rest] = otherwise;
  return way && { ...payment, ...way, otherwise: rest, paymentId: newId('pay'), operationId: newId('op') };
}

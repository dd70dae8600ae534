import { Batcher, type Id, newId, UnitOfWork } from '@holdfast/kernel';
import { CommandBus } from '@nestjs/cqrs';
import type { GatewayFact } from '../domain/gateway-result.js';
import type { OperationId, PaymentId } from '../domain/operation.js';
import { PaymentGateways } from '../domain/payment-gateway.js';
import { PaymentOperations } from '../domain/payment-operations.js';
import { type BegunPayment, type NewPayment, type PaymentChange, Payments, type PaymentView } from '../payments.js';
import { ApplyGatewayFacts } from './apply-gateway-facts.js';
import { OperationResolver } from './operation-resolver.js';

/** Most facts of one transaction. */
const BATCH = 100;

interface Undoing {
  readonly paymentId: PaymentId;
  readonly kind: 'void' | 'refund';
  readonly amount: number;
}

/** The facade of payments. What is in flight at the same time shares transactions. */
export class PaymentDesk extends Payments {
  readonly #sent: Batcher<OperationId, undefined>;
  readonly #facts: Batcher<GatewayFact, PaymentChange>;

  constructor(
    private readonly work: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly operations: PaymentOperations,
    private readonly resolver: OperationResolver,
    commands: CommandBus,
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

  async authorize({ operationId: key, gateway: name, money, method, capture, checkoutId, returnUrl, requestId }: BegunPayment): Promise<PaymentChange> {
    if (this.work.active) throw new Error('A gateway may not be called inside a unit of work');
    const gateway = this.gateways.get(name);
    if (!gateway.inProcess) await this.#sent.submit(key);
    const result = await gateway.execute({ key, kind: 'authorize', ...money, method, capture, checkoutId, reference: null, returnUrl });
    return this.#facts.submit({ operationId: key, result, requestId });
  }

  resolve(checkoutId: Id<'chk'>): Promise<void> {
    return this.resolver.resolveCheckout(checkoutId);
  }

  async undo(paymentIds: readonly PaymentId[]): Promise<void> {
    const payments = await this.operations.payments(paymentIds);
    await this.operations.add(
      payments.flatMap(({ id: paymentId, authorized, captured, voided, refunded }): Undoing[] => {
        if (captured - refunded > 0) return [{ paymentId, kind: 'refund', amount: captured - refunded }];
        const open = authorized - voided - captured;
        return open > 0 ? [{ paymentId, kind: 'void', amount: open }] : [];
      }),
    );
  }

  of(checkoutIds: readonly Id<'chk'>[]): Promise<PaymentView[]> {
    return this.operations.of(checkoutIds);
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inventory } from '@holdfast/inventory';
import { Clock, Idempotency, type KeyedRequest, UnitOfWork } from '@holdfast/kernel';
import { PaymentInProgress, Payments } from '@holdfast/payments';
import type { CartHolder } from '../domain/cart-holder.js';
import type { Checkout, CheckoutId } from '../domain/checkout.js';
import { Checkouts } from '../domain/checkouts.js';
import { CheckoutNotOpen } from '../domain/errors.js';
import { liveAmount, tenderOf } from '../domain/tender.js';
import { checkoutEvent } from './checkout-events.js';
import { newPayment, savedWays, type PaymentChoice } from './new-payment.js';
import type { Opened } from './open-checkouts.js';

/** Begins another payment for a checkout that is still open: of all that is left, or of a part. */
export class PayCheckout extends Command<Opened> {
  constructor(
    readonly checkoutId: CheckoutId,
    readonly holder: CartHolder,
    readonly asked: KeyedRequest,
    readonly payment: PaymentChoice,
    readonly ttlSeconds: number,
  ) {
    super();
  }
}

@CommandHandler(PayCheckout)
export class PayCheckoutHandler implements ICommandHandler<PayCheckout> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly checkouts: Checkouts,
    private readonly inventory: Inventory,
    private readonly payments: Payments,
    private readonly clock: Clock,
  ) {}

  execute({ checkoutId, holder, asked, payment, ttlSeconds }: PayCheckout): Promise<Opened> {
    if (payment.gateway !== null) this.payments.assertGateway(payment.gateway);
    return this.work.run(async () => {
      const checkout = await this.checkouts.get(checkoutId, holder);
      const [claim] = await this.idempotency.claim([{ ...asked, resource: checkoutId }]);
      if (claim?.kind === 'done') return { kind: 'replay', answer: claim.answer };
      if (claim?.kind !== 'new') return claim?.kind === 'resume' ? { kind: 'resume', checkoutId } : { kind: claim?.kind ?? 'running' };
      await this.#assertPayable(checkout, new Date(this.clock.now().getTime() + ttlSeconds * 1_000));
      const earlier = await this.payments.of([checkoutId]);
      const money = tenderOf(checkout.total, earlier, payment.amount);
      // What is left may be on its way back to the shopper: until it is there, it counts.
      if (money.amount <= 0) throw new PaymentInProgress();
      const [saved] = await savedWays(this.payments, [{ payment, customerId: holder.customerId }]);
      const [begun] = await this.payments.begin([newPayment(this.payments, checkout, money, payment, saved, asked.requestId)]);
      await this.checkouts.begin(checkoutId, asked, checkout.expiresAt, earlier.reduce((sum, one) => sum + liveAmount(one), money.amount));
      const processing: Checkout = { ...checkout, status: 'processing', version: checkout.version + 1 };
      this.work.record([checkoutEvent(processing, checkout.status)]);
      if (FAILPOINTS) await failpoint('checkout.in-further-payment');
      return { kind: 'opened', checkout: processing, begun };
    });
  }

  async #assertPayable(checkout: Checkout, until: Date): Promise<void> {
    if (checkout.status === 'processing') throw new PaymentInProgress();
    if (checkout.status !== 'open' && checkout.status !== 'requires_action') throw new CheckoutNotOpen(checkout.status);
    if (checkout.expiresAt <= this.clock.now()) throw new CheckoutNotOpen('expired');
    const held = await this.inventory.pin([checkout.id], until);
    if (!held.has(checkout.id)) throw new CheckoutNotOpen('expired');
  }
}

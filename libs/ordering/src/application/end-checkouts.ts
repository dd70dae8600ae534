import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inventory } from '@holdfast/inventory';
import { UnitOfWork } from '@holdfast/kernel';
import { PaymentInProgress, Payments } from '@holdfast/payments';
import type { CartHolder } from '../domain/cart-holder.js';
import type { Checkout, CheckoutId } from '../domain/checkout.js';
import { Checkouts } from '../domain/checkouts.js';
import { CheckoutNotOpen } from '../domain/errors.js';
import { checkoutEvent } from './checkout-events.js';

/** The shopper gives a checkout up: its stock is free and its cart can be changed again. */
export class CancelCheckout extends Command<void> {
  constructor(
    readonly id: CheckoutId,
    readonly holder: CartHolder,
  ) {
    super();
  }
}

/** Ends checkouts whose time is over; answers how many. */
export class ExpireCheckouts extends Command<number> {
  constructor(readonly limit: number) {
    super();
  }
}

@CommandHandler(CancelCheckout)
export class CancelCheckoutHandler implements ICommandHandler<CancelCheckout> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly checkouts: Checkouts,
    private readonly inventory: Inventory,
    private readonly payments: Payments,
  ) {}

  execute({ id, holder }: CancelCheckout): Promise<void> {
    return this.work.run(async () => {
      await this.payments.lockOf([id]);
      const checkout = await this.checkouts.get(id, holder);
      if (checkout.status === 'canceled') return;
      if (checkout.status === 'processing') throw new PaymentInProgress();
      if (checkout.status !== 'open' && checkout.status !== 'requires_action') throw new CheckoutNotOpen(checkout.status);
      await end({ work: this.work, checkouts: this.checkouts, inventory: this.inventory, payments: this.payments }, [checkout], 'canceled');
      if (FAILPOINTS) await failpoint('checkout.in-cancel');
    });
  }
}

@CommandHandler(ExpireCheckouts)
export class ExpireCheckoutsHandler implements ICommandHandler<ExpireCheckouts> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly checkouts: Checkouts,
    private readonly inventory: Inventory,
    private readonly payments: Payments,
  ) {}

  execute({ limit }: ExpireCheckouts): Promise<number> {
    return this.work.run(async () => {
      const due = await this.checkouts.expired(limit);
      if (due.length === 0) return 0;
      await this.payments.lockOf(due);
      const over = await this.checkouts.takeExpired(due);
      if (over.length === 0) return 0;
      if (FAILPOINTS) await failpoint('expiry.in-taken');
      await end({ work: this.work, checkouts: this.checkouts, inventory: this.inventory, payments: this.payments }, over, 'expired');
      if (FAILPOINTS) await failpoint('expiry.in-ended');
      return over.length;
    });
  }
}

interface Ending {
  readonly work: UnitOfWork;
  readonly checkouts: Checkouts;
  readonly inventory: Inventory;
  readonly payments: Payments;
}

async function end({ work, checkouts, inventory, payments }: Ending, over: readonly Checkout[], to: 'canceled' | 'expired'): Promise<void> {
  await checkouts.move(over.map((checkout) => ({ checkout, to })));
  await inventory.release(over.map(({ id }) => id), to === 'expired' ? 'expired' : 'released');
  work.record(over.map((checkout) => checkoutEvent({ ...checkout, status: to, version: checkout.version + 1 }, checkout.status)));
  // Parts that were paid go back, and nobody can confirm a payment any more that waits for the shopper.
  const paying = over.filter(({ attempts }) => attempts > 0).map(({ id }) => id);
  if (paying.length > 0) await payments.undo((await payments.of(paying)).filter(({ status }) => status !== 'failed').map(({ id }) => id));
}

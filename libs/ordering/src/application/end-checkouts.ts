import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inventory } from '@holdfast/inventory';
import { UnitOfWork } from '@holdfast/kernel';
import { PaymentInProgress } from '@holdfast/payments';
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
  ) {}

  execute({ id, holder }: CancelCheckout): Promise<void> {
    return this.work.run(async () => {
      const checkout = await this.checkouts.get(id, holder);
      if (checkout.status === 'canceled') return;
      if (checkout.status === 'processing') throw new PaymentInProgress();
      if (checkout.status !== 'open' && checkout.status !== 'requires_action') throw new CheckoutNotOpen(checkout.status);
      await end(this.work, this.checkouts, this.inventory, [checkout], 'canceled');
    });
  }
}

@CommandHandler(ExpireCheckouts)
export class ExpireCheckoutsHandler implements ICommandHandler<ExpireCheckouts> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly checkouts: Checkouts,
    private readonly inventory: Inventory,
  ) {}

  execute({ limit }: ExpireCheckouts): Promise<number> {
    return this.work.run(async () => {
      const over = await this.checkouts.takeExpired(limit);
      if (over.length > 0) await end(this.work, this.checkouts, this.inventory, over, 'expired');
      return over.length;
    });
  }
}

async function end(work: UnitOfWork, checkouts: Checkouts, inventory: Inventory, over: readonly Checkout[], to: 'canceled' | 'expired'): Promise<void> {
  await checkouts.move(over.map((checkout) => ({ checkout, to })));
  await inventory.release(over.map(({ id }) => id), to === 'expired' ? 'expired' : 'released');
  work.record(over.map((checkout) => checkoutEvent({ ...checkout, status: to, version: checkout.version + 1 }, checkout.status)));
}

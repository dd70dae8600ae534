import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AbandonedCarts } from '../domain/abandoned-carts.js';

const BATCH = 1_000;
/** Of one turn; the rest is for the next one. */
const MOST_BATCHES = 100;

/** Forgets whose the carts and checkouts were that nothing came of for so many days. */
export class ForgetAbandonedCarts extends Command<void> {
  constructor(readonly days: number) {
    super();
  }
}

@CommandHandler(ForgetAbandonedCarts)
export class ForgetAbandonedCartsHandler implements ICommandHandler<ForgetAbandonedCarts> {
  constructor(private readonly carts: AbandonedCarts) {}

  async execute({ days }: ForgetAbandonedCarts): Promise<void> {
    for (let turn = 0; turn < MOST_BATCHES && (await this.carts.forget(days, BATCH)) > 0; turn++);
  }
}

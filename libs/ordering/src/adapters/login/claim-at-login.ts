import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { type BroughtCart, type ClaimedCart, LoginListener } from '@holdfast/identity';
import { isId, NotFound } from '@holdfast/kernel';
import { hashToken, LOGGER } from '@holdfast/platform';
import { ClaimCart } from '../../application/claim-cart.js';
import type { CustomerId } from '../../domain/cart-holder.js';

/** Whoever logs in takes the cart along that they filled as a guest. */
@Injectable()
export class ClaimAtLogin extends LoginListener {
  constructor(
    private readonly commands: CommandBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async cartBrought(customer: CustomerId, { id, token }: BroughtCart): Promise<ClaimedCart> {
    if (!isId('cart', id)) throw new NotFound();
    return this.commands.execute(new ClaimCart(id, hashToken(token), customer));
  }

  cartLost(error: unknown): void {
    this.logger.error({ err: error }, 'a cart could not be claimed at a login');
  }
}

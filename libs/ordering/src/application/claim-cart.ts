import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ClaimedCart } from '@holdfast/identity';
import { type DomainEvent, NotFound, UnitOfWork } from '@holdfast/kernel';
import type { Cart, CartId } from '../domain/cart.js';
import type { CustomerId } from '../domain/cart-holder.js';
import { Carts } from '../domain/carts.js';

/**
 * A guest's cart becomes that of the customer who has its secret, or is merged into the one that the customer has already. Answers the
 * cart to go on with; safe to repeat. @throws NotFound, CartNotOpen, CurrenciesDiffer, CartFull: then both carts are as before.
 */
export class ClaimCart extends Command<ClaimedCart> {
  constructor(
    readonly cartId: CartId,
    readonly tokenHash: Buffer,
    readonly customerId: CustomerId,
  ) {
    super();
  }
}

@CommandHandler(ClaimCart)
export class ClaimCartHandler implements ICommandHandler<ClaimCart> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly carts: Carts,
  ) {}

  execute({ cartId, tokenHash, customerId }: ClaimCart): Promise<ClaimedCart> {
    return this.work.run(async () => {
      const { brought, own } = await this.carts.claimed(cartId, tokenHash, customerId);
      if (!brought) throw new NotFound();
      if (brought.customerId === customerId) return claimedBefore(brought);
      return own ? this.#merge(brought, own, customerId) : this.#claim(brought, customerId);
    });
  }

  async #claim(cart: Cart, customerId: CustomerId): Promise<ClaimedCart> {
    cart.claimFor(customerId);
    await this.carts.save(cart);
    this.work.record([event('ordering.cart-claimed.v1', cart, { customer_id: customerId })]);
    return { status: 'claimed', id: cart.id };
  }

  async #merge(brought: Cart, own: Cart, customerId: CustomerId): Promise<ClaimedCart> {
    brought.mergeInto(own);
    await this.carts.save(brought, own);
    this.work.record([event('ordering.cart-merged.v1', brought, { customer_id: customerId, merged_into: own.id })]);
    return { status: 'merged', id: own.id };
  }
}

function claimedBefore(cart: Cart): ClaimedCart {
  const { id, mergedInto } = cart.snapshot();
  return mergedInto ? { status: 'merged', id: mergedInto } : { status: 'claimed', id };
}

const event = (type: string, cart: Cart, payload: Record<string, string>): DomainEvent => ({ type, subject: cart.id, version: cart.snapshot().version, payload });

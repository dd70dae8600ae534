import { CommandBus } from '@nestjs/cqrs';
import { type Answered, Batcher, RequestInProgress, type Settled } from '@holdfast/kernel';
import { type CartRequest, OpenCarts } from './open-carts.js';

/** Most carts of one transaction. */
const BATCH = 100;

/** Opens the carts of guests in batches: those that come while one is committed share the next commit. */
export class CartOpener {
  readonly #guests: Batcher<CartRequest, Answered>;

  constructor(private readonly commands: CommandBus) {
    this.#guests = new Batcher({ max: BATCH, lanes: 1, work: (requests): Promise<Settled<Answered>[]> => commands.execute(new OpenCarts(requests)) });
  }

  async open(request: CartRequest): Promise<Answered> {
    // A customer may have a cart already, which is known only once it is tried: nobody else's cart shares that.
    if (request.owner.customerId !== null) return answered(await this.commands.execute(new OpenCarts([request])));
    try {
      return await this.#guests.submit(request);
    } catch (error) {
      // One key twice in one batch: the next one knows the answer.
      if (error instanceof RequestInProgress) return this.#guests.submit(request);
      throw error;
    }
  }
}

function answered([only]: readonly Settled<Answered>[]): Answered {
  if (!only?.ok) throw only?.error;
  return only.value;
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Catalog, type SellableVariant } from '@holdfast/catalog';
import { type Answered, type Claim, Idempotency, IdempotencyKeyReused, type KeyedRequest, newId, RequestInProgress, type Settled, type StoredAnswer, UnitOfWork } from '@holdfast/kernel';
import { BasketPricer } from '../domain/basket-pricer.js';
import { Cart, type CartDetails, type VariantId } from '../domain/cart.js';
import type { CartOwner } from '../domain/cart-holder.js';
import { Carts, type OwnedCart } from '../domain/carts.js';
import { VariantUnavailable } from '../domain/errors.js';
import type { NewLine } from './cart-commands.js';
import { type CartView, cartView } from './cart-view.js';

/** A request to open a cart, with everything that is known already, as it waits for its batch. */
export interface CartRequest {
  readonly currency: string;
  readonly lines: readonly NewLine[];
  readonly details: CartDetails;
  readonly owner: CartOwner;
  readonly asked?: KeyedRequest;
  /** Writes the cart down as it is answered, now and to every repeat. */
  readonly answer: (cart: CartView) => StoredAnswer;
}

/**
 * Opens carts, many at once, together with their idempotency keys. Each request gets its own answer or refusal (VariantUnavailable, CartFull,
 * QuantityTooLarge, IdempotencyKeyReused, RequestInProgress); a refused one leaves nothing behind. Customers come one at a time.
 * @throws CartExists when the customer has one that is not over.
 */
export class OpenCarts extends Command<Settled<Answered>[]> {
  constructor(readonly requests: readonly CartRequest[]) {
    super();
  }
}

/** Variants by currency and id. */
type Sold = ReadonlyMap<string, ReadonlyMap<VariantId, SellableVariant>>;

@CommandHandler(OpenCarts)
export class OpenCartsHandler implements ICommandHandler<OpenCarts> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly carts: Carts,
    private readonly catalog: Catalog,
    private readonly pricer: BasketPricer,
  ) {}

  execute({ requests }: OpenCarts): Promise<Settled<Answered>[]> {
    return this.work.run(async () => {
      const [claims, sold] = await Promise.all([this.#claim(requests), this.#sellable(requests)]);
      const opened: OwnedCart[] = [];
      const refused: KeyedRequest[] = [];
      const results = requests.map((request): Settled<Answered> => {
        try {
          const known = request.asked && repeated(claims.get(request.asked)!);
          if (known) return { ok: true, value: { answer: known, replayed: true } };
        } catch (error) {
          return { ok: false, error };
        }
        try {
          const cart = this.#open(request, sold);
          opened.push({ cart, owner: request.owner });
          return { ok: true, value: { answer: this.#answer(request, cart, sold), replayed: false } };
        } catch (error) {
          if (request.asked) refused.push(request.asked);
          return { ok: false, error };
        }
      });
      if (opened.length > 0) await this.carts.add(opened);
      if (refused.length > 0) await this.idempotency.abandon(refused);
      return results;
    });
  }

  async #claim(requests: readonly CartRequest[]): Promise<Map<KeyedRequest, Claim>> {
    const keyed = requests.flatMap(({ asked }) => asked ?? []);
    const claims = keyed.length > 0 ? await this.idempotency.claim(keyed) : [];
    return new Map(keyed.map((asked, i) => [asked, claims[i]!]));
  }

  async #sellable(requests: readonly CartRequest[]): Promise<Sold> {
    const groups = [...Map.groupBy(requests, ({ currency }) => currency)];
    return new Map(
      await Promise.all(
        groups.map(async ([currency, group]) => {
          const variants = new Set(group.flatMap(({ lines }) => lines.map(({ variantId }) => variantId)));
          return [currency, await this.catalog.sellable([...variants], currency)] as const;
        }),
      ),
    );
  }

  #open({ currency, lines, details, owner }: CartRequest, sold: Sold): Cart {
    const variants = sold.get(currency)!;
    const missing = lines.filter(({ variantId }) => !variants.has(variantId));
    if (missing.length > 0) throw new VariantUnavailable(missing.map(({ variantId }) => variantId), currency);
    const priced = lines.map((line) => ({ ...line, price: variants.get(line.variantId)!.price.amount }));
    return Cart.open(newId('cart'), currency, priced, details, owner.customerId);
  }

  #answer({ asked, answer, currency }: CartRequest, cart: Cart, sold: Sold): StoredAnswer {
    const made = answer(cartView(cart.snapshot(), sold.get(currency)!, this.pricer));
    if (asked) this.idempotency.finish([{ scope: asked.scope, key: asked.key, ...made }]);
    return made;
  }
}

/** The answer of a request that was done before; undefined for a new one. */
function repeated(claim: Claim): StoredAnswer | undefined {
  if (claim.kind === 'new') return undefined;
  if (claim.kind === 'done') return claim.answer;
  throw claim.kind === 'reused' ? new IdempotencyKeyReused() : new RequestInProgress();
}

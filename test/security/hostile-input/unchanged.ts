import type { Touched } from '../../support/touched.js';
import type { Exchange, Sent, Wire } from './exchange.js';

/** What a refusal may leave behind, by operation: each is meant. */
const TRACES: readonly (readonly [operation: RegExp, tables: RegExp])[] = [
  // A forged event is counted; a wrong password is noted, and so is everything else that is tried against accounts.
  [/^GatewayWebhooks_receive$/, /^payments\.gateway_event_refusals /],
  [/^(Sessions_(logIn|reauthenticate|refresh)|StaffMe_changePassword|Me_changePassword|Privacy_erase|MfaChallenges_verify)$/, /^platform\.audit_entries insert$/],
];

/** What changed, and the requests that did it: one, unless it did not happen again when they were sent by halves. */
export interface Changed {
  readonly changed: readonly string[];
  readonly by: readonly Sent[];
}

/** Where a gateway is asked what became of a payment before the request is answered; what it says is kept, also when the request is refused for it. */
const ASKS = /^(Checkouts_(open|pay|returned|cancel)|Payments_(capture|void|refund|sync)|OrderRefunds_refund|Operations_resolve)$/;
/** That it was asked, and when it will be again. */
const ASKED = 'payments.operations update';

/** A payment that was declined, or surely not sent, is an outcome that is kept, and no refusal. */
const isRefused = ({ answer: { status, body } }: Exchange): boolean => status >= 400 && status !== 402 && (body as { code?: string } | undefined)?.code !== 'payment-gateway-unavailable';

/** Sends requests that have to be refused while nothing else runs, and looks that no row of any table changes. */
export class Unchanged {
  constructor(
    private readonly wire: Wire,
    private readonly touched: Touched,
    /** Idempotency keys that are kept. */
    private readonly keys: () => Promise<number>,
    private readonly concurrency: number,
  ) {}

  /**
   * All of them at once. Where something changed although all were refused, halves are sent again until it is known which did it.
   * @param seen Gets every exchange of the first time.
   */
  async send(requests: readonly Sent[], seen: (exchange: Exchange) => void = () => undefined): Promise<readonly Changed[]> {
    const { exchanges, changed } = await this.#tried(requests);
    for (const exchange of exchanges) seen(exchange);
    if (changed.length === 0) return [];
    const refused = exchanges.filter(isRefused).map(({ sent }) => sent);
    // Somebody was let in, and may have changed what they may: the others once more, alone.
    if (refused.length < exchanges.length) return this.send(refused);
    if (refused.length === 1) return this.#unlessNews({ changed, by: refused });
    const middle = Math.ceil(refused.length / 2);
    const found = [...(await this.send(refused.slice(0, middle))), ...(await this.send(refused.slice(middle)))];
    return found.length > 0 ? found : this.#unlessNews({ changed, by: refused });
  }

  /** What a gateway tells is news once: who cancels a checkout that was paid meanwhile gets a 409, and the order is placed. Again, it is only asked. */
  async #unlessNews(one: Changed): Promise<readonly Changed[]> {
    if (!one.changed.includes(ASKED) || !one.by.some(({ operation }) => ASKS.test(operation.id))) return [one];
    const { changed } = await this.#tried(one.by);
    return changed.every((what) => what === ASKED) ? [] : [{ ...one, changed }];
  }

  async #tried(requests: readonly Sent[]): Promise<{ readonly exchanges: readonly Exchange[]; readonly changed: readonly string[] }> {
    await this.touched.take();
    const keys = await this.keys();
    const exchanges = await inParallel(requests, this.concurrency, async (sent) => ({ sent, answer: await this.wire.send(sent) }));
    return { exchanges, changed: await this.#changes(exchanges, keys) };
  }

  async #changes(exchanges: readonly Exchange[], keys: number): Promise<string[]> {
    const allowed = TRACES.filter(([operation]) => exchanges.some(({ sent }) => operation.test(sent.operation.id))).map(([, tables]) => tables);
    // A checkout puts its key in, and the same transaction takes it out again when it refuses.
    if ((await this.keys()) === keys) allowed.push(/^platform\.idempotency_keys (insert|delete)$/);
    return (await this.touched.take()).filter((what) => !allowed.some((tables) => tables.test(what)));
  }
}

/** Does the work for each of them, so many at once; answers in their order. */
export async function inParallel<T, R>(all: readonly T[], concurrency: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < all.length) {
      const at = next++;
      results[at] = await work(all[at]!);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return results;
}

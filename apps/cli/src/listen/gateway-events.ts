import { Failure } from '../command-context.js';

const PAGE = 100;
const ANSWER_MS = 10_000;

/** An event as the gateway shows it: what it would send to a webhook endpoint. */
export interface GatewayEvent {
  readonly id: string;
  readonly type: string;
}

interface EventPage {
  readonly data: readonly GatewayEvent[];
  readonly has_more: boolean;
}

export interface StripeAddress {
  readonly apiBase: string;
  readonly secretKey: string;
}

/** Asks Stripe, or the payment sandbox in its place, for its events (docs.stripe.com/api/events/list: newest first, kept for 30 days). */
export class GatewayEvents {
  #last: string | undefined;

  constructor(
    private readonly stripe: StripeAddress,
    private readonly pageSize = PAGE,
  ) {}

  /** From the next event on. */
  async start(): Promise<void> {
    this.#last = (await this.page(1)).data[0]?.id;
  }

  /** What has happened since it was last asked, oldest first. */
  async since(): Promise<GatewayEvent[]> {
    const fresh: GatewayEvent[] = [];
    for (let after: string | undefined; ;) {
      const { data, has_more: more } = await this.page(this.pageSize, after);
      const known = data.findIndex(({ id }) => id === this.#last);
      fresh.push(...(known < 0 ? data : data.slice(0, known)));
      after = data.at(-1)?.id;
      if (known >= 0 || !more || after === undefined) break;
    }
    this.#last = fresh[0]?.id ?? this.#last;
    return fresh.toReversed();
  }

  private async page(limit: number, after?: string): Promise<EventPage> {
    const { apiBase, secretKey } = this.stripe;
    const query = new URLSearchParams({ limit: String(limit), ...(after !== undefined && { starting_after: after }) });
    const answer = await fetch(`${apiBase}/v1/events?${query}`, { headers: { authorization: `Bearer ${secretKey}` }, signal: AbortSignal.timeout(ANSWER_MS) }).catch((error: unknown) => {
      throw new Failure(`The gateway does not answer at ${apiBase}: ${(error as Error).message}`);
    });
    if (!answer.ok) throw new Failure(`The gateway answered ${answer.status} to a question for its events: ${(await answer.text()).slice(0, 300)}`);
    return (await answer.json()) as EventPage;
  }
}

import { isUtf8 } from 'node:buffer';
import Stripe from 'stripe';
import type { Clock } from '@holdfast/kernel';
import { type GatewayNotice, GatewayWebhooks, type WebhookDelivery, WebhookNotGenuine } from '../../domain/gateway-webhooks.js';
import { stripeClient, type StripeSettings } from './stripe-client.js';
import { noticeOf } from './stripe-notices.js';

/** How old a signature may be, in seconds (docs.stripe.com/webhooks/signature). */
const TOLERANCE = 300;
const PAGES = 20;

/** Events of Stripe: verified by Stripe's own code, over the bytes that came. */
export class StripeWebhooks extends GatewayWebhooks {
  readonly name = 'stripe';
  readonly #stripe: Stripe;
  readonly #secrets: readonly string[];

  constructor(
    settings: StripeSettings,
    private readonly clock: Clock,
  ) {
    super();
    this.#stripe = stripeClient(settings);
    this.#secrets = settings.webhookSecrets ?? [];
  }

  verify({ body, headers }: WebhookDelivery): Promise<GatewayNotice> {
    return Promise.resolve().then(() => {
      const notice = noticeOf(this.#signed(body, headers['stripe-signature']));
      if (!notice) throw new WebhookNotGenuine('malformed');
      return notice;
    });
  }

  async undelivered(): Promise<GatewayNotice[]> {
    const found: GatewayNotice[] = [];
    let after: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const { data, has_more: more } = await this.#stripe.events.list({ delivery_success: false, limit: 100, ...(after ? { starting_after: after } : {}) });
      found.push(...data.flatMap((event) => noticeOf(event) ?? []));
      after = data.at(-1)?.id;
      if (!more || !after) break;
    }
    return found.reverse();
  }

  /** The event, if one of our secrets signed exactly these bytes of late. Stripe's client compares in constant time. */
  #signed(body: Uint8Array, header: string | undefined): unknown {
    // It decodes bytes before it hashes them: what does not come back as it was is not what was signed.
    if (body.length === 0 || !isUtf8(body) || body[0] === 0xef) throw new WebhookNotGenuine('malformed');
    let isStale = false;
    for (const secret of this.#secrets) {
      try {
        return this.#stripe.webhooks.constructEvent(Buffer.from(body), header ?? '', secret, TOLERANCE, undefined, this.clock.now().getTime());
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw new WebhookNotGenuine('malformed');
        isStale ||= /tolerance/i.test(error.message);
      }
    }
    throw new WebhookNotGenuine(isStale ? 'stale' : 'signature');
  }
}

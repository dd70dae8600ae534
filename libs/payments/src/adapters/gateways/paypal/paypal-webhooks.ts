import type { Clock } from '@holdfast/kernel';
import { type GatewayNotice, GatewayWebhooks, type WebhookDelivery, WebhookNotGenuine } from '../../../domain/gateway-webhooks.js';
import { PayPalClient, type PayPalSettings } from './paypal-client.js';

const TOLERANCE_MS = 300_000;
/** PayPal lists what it sent in the last 30 days, 300 events at most at once; each is taken once. */
const LOOK_BACK_MS = 24 * 3_600_000;
const MOST_EVENTS = 300;
const SIGNED = {
  auth_algo: 'paypal-auth-algo', cert_url: 'paypal-cert-url', transmission_id: 'paypal-transmission-id', transmission_sig: 'paypal-transmission-sig',
  transmission_time: 'paypal-transmission-time',
} as const;

type Members = Readonly<Record<string, unknown>>;
const membersOf = (value: unknown): Members => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {});
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' && value.length <= 255 ? value : null);

/**
 * Events of PayPal. PayPal itself says whether it sent one (developer.paypal.com/docs/api/webhooks/v1, verify-webhook-signature): it is handed the
 * bytes that came, with the headers that signed them.
 */
export class PayPalWebhooks extends GatewayWebhooks {
  readonly name = 'paypal';
  readonly #client: PayPalClient;

  constructor(
    private readonly settings: PayPalSettings & { readonly webhookId: string },
    private readonly clock: Clock,
  ) {
    super();
    this.#client = new PayPalClient(settings);
  }

  async verify({ body, headers }: WebhookDelivery): Promise<GatewayNotice> {
    const text = textIn(body);
    const notice = noticeOf(text);
    if (!notice) throw new WebhookNotGenuine('malformed');
    const signed = Object.fromEntries(Object.entries(SIGNED).map(([name, header]) => [name, headers[header]]));
    const sentAt = Date.parse(signed['transmission_time'] ?? '');
    if (Object.values(signed).some((value) => !value) || Number.isNaN(sentAt)) throw new WebhookNotGenuine('signature');
    if (Math.abs(this.clock.now().getTime() - sentAt) > TOLERANCE_MS) throw new WebhookNotGenuine('stale');
    // The event goes back as it came: written anew, its numbers and letters may not be those that were signed.
    const question = `${JSON.stringify({ ...signed, webhook_id: this.settings.webhookId }).slice(0, -1)},"webhook_event":${text}}`;
    const answer = await this.#client.ask('/v1/notifications/verify-webhook-signature', question);
    if (answer.status >= 500 || answer.status === 401 || answer.status === 429) throw new Error(`PayPal cannot say whether it sent an event: ${answer.status}`);
    if (answer.status !== 200 || answer.body['verification_status'] !== 'SUCCESS') throw new WebhookNotGenuine('signature');
    return notice;
  }

  async undelivered(): Promise<GatewayNotice[]> {
    const since = encodeURIComponent(new Date(this.clock.now().getTime() - LOOK_BACK_MS).toISOString());
    const { status, body } = await this.#client.get(`/v1/notifications/webhooks-events?page_size=${MOST_EVENTS}&start_time=${since}`);
    if (status !== 200 || !Array.isArray(body['events'])) throw new Error(`PayPal does not list its events: ${status}`);
    return (body['events'] as unknown[]).flatMap((event) => noticeIn(membersOf(event)) ?? []).toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  }
}

function textIn(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new WebhookNotGenuine('malformed');
  }
}

function noticeOf(text: string): GatewayNotice | undefined {
  try {
    return noticeIn(membersOf(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

/** A dispute names the capture that it is about, and no order. */
function disputedIn({ disputed_transactions: transactions }: Members): string | null {
  return Array.isArray(transactions) ? textOf(membersOf(transactions[0])['seller_transaction_id']) : null;
}

/** What is kept of an event. The order, or the capture, that it is about is named where its kind has it. */
function noticeIn(event: Members): GatewayNotice | undefined {
  const [id, type, time] = [textOf(event['id']), textOf(event['event_type']), textOf(event['create_time'])];
  if (!id || !type || !time || Number.isNaN(Date.parse(time))) return undefined;
  const resource = membersOf(event['resource']);
  const related = membersOf(membersOf(resource['supplementary_data'])['related_ids']);
  const reference = type.startsWith('CHECKOUT.ORDER.') ? textOf(resource['id']) : type.startsWith('CUSTOMER.DISPUTE.') ? disputedIn(resource) : textOf(related['order_id']);
  const { currency_code: currency, value } = membersOf(resource['amount'] ?? resource['dispute_amount']);
  const payload = { resource_type: textOf(event['resource_type']), resource_id: textOf(resource['id'] ?? resource['dispute_id']), status: textOf(resource['status']), currency: textOf(currency), value: textOf(value) };
  return { id, type, reference, occurredAt: new Date(time), payload };
}

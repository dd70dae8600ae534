/** An event as the books keep it. */
export interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly payment_intent: string;
  readonly object: object;
}

/** An event of any gateway. */
export interface ToldRow extends EventRow {
  readonly gateway: 'stripe' | 'paypal';
  /** In PayPal's words. */
  readonly resource_type: string | null;
}

/** The event as Stripe shows and sends it (docs: "The Event object"). */
export function eventObject({ id, type, created, object }: EventRow) {
  return {
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created,
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}

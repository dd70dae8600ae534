/** A webhook as it arrived. */
export interface WebhookDelivery {
  /** Byte for byte: signatures are over these. */
  readonly body: Uint8Array;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** An event of which it is certain that the gateway sent it. A hint: what is so, the gateway is asked. */
export interface GatewayNotice {
  /** The gateway's id of the event; the same in every delivery of it. */
  readonly id: string;
  /** In the gateway's words. */
  readonly type: string;
  /** The gateway's id of what it is about, as {@link PaymentGateway.observe} or {@link MethodVault.observe} takes it; null: nothing that concerns payments. */
  readonly reference: string | null;
  readonly occurredAt: Date;
  /** What is kept of it: ids, states and amounts, of a card no more than brand and last four digits, of persons nothing. */
  readonly payload: Readonly<Record<string, unknown>>;
}

export type WebhookFault = 'signature' | 'stale' | 'malformed';

/** It is not certain that the gateway sent this, now. */
export class WebhookNotGenuine extends Error {
  override readonly name = 'WebhookNotGenuine';

  constructor(readonly fault: WebhookFault) {
    super(`The webhook is not genuine: ${fault}`);
  }
}

/** A gateway that tells by itself what happens there. No unit of work may be active during a call. */
export abstract class GatewayWebhooks {
  /** As the gateway is called in payments. */
  abstract readonly name: string;

  /** @throws WebhookNotGenuine, and nothing else for anything that a stranger may send */
  abstract verify(delivery: WebhookDelivery): Promise<GatewayNotice>;

  /** Events that the gateway could not deliver, or not yet, oldest first: nothing is lost with a delivery. @throws when it does not answer */
  abstract undelivered(): Promise<GatewayNotice[]>;
}

/** The gateways here that tell by themselves. */
export abstract class GatewaysWithWebhooks {
  abstract readonly names: readonly string[];
  abstract find(name: string): GatewayWebhooks | undefined;
}

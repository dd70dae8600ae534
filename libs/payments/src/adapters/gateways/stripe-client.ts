import Stripe from 'stripe';
import { impatientAgent } from './connections.js';

export interface StripeSettings {
  readonly secretKey: string;
  /** `https://api.stripe.com`, or the sandbox. */
  readonly apiBase: string;
  readonly timeoutMs: number;
  /** Signing secrets of the webhook endpoint; two while one takes the other's place. None: no webhooks are taken. */
  readonly webhookSecrets?: readonly string[];
}

/** Stripe's own client, as all of this folder uses it. */
export function stripeClient({ secretKey, apiBase, timeoutMs }: StripeSettings): Stripe {
  const base = new URL(apiBase);
  return new Stripe(secretKey, {
    host: base.hostname,
    port: base.port || (base.protocol === 'https:' ? 443 : 80),
    protocol: base.protocol === 'https:' ? 'https' : 'http',
    timeout: timeoutMs,
    httpClient: objectsOnly(Stripe.createNodeHttpClient(impatientAgent(base.protocol))),
    // Retries are the resolver's, on record, and with the same key.
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/**
 * Stripe's client breaks on JSON that is no object where nobody can catch it, and takes the process with it; and it takes an
 * object without `error` for an answer whatever the status is.
 */
function objectsOnly(client: ReturnType<typeof Stripe.createNodeHttpClient>): typeof client {
  const ask = client.makeRequest.bind(client);
  client.makeRequest = async (...call) => {
    const response = await ask(...call);
    const read = response.toJSON.bind(response);
    response.toJSON = async () => {
      const body: unknown = await read();
      if (typeof body !== 'object' || body === null) throw new Error('The gateway answered JSON that is no object');
      if (response.getStatusCode() >= 300 && !('error' in body)) throw new Error('The gateway answered no error with the status of one');
      return body;
    };
    return response;
  };
  return client;
}

import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ToldRow } from '../webhooks/event-object.js';

/** An event as PayPal shows and sends it (developer.paypal.com/docs/api/webhooks/v1). */
export const payPalEvent = ({ id, type, created, object, resource_type }: Omit<ToldRow, 'gateway' | 'payment_intent'>): object => ({
  id, event_version: '1.0', create_time: new Date(created * 1_000).toISOString(), resource_type, event_type: type, summary: type, resource: object,
});

/** Signs as PayPal does, over id, time, webhook and checksum; with a secret of the sandbox in the place of PayPal's certificate. */
export function signature(transmissionId: string, time: string, webhookId: string, event: string): string {
  const text = `${transmissionId}|${time}|${webhookId}|${crc32(event)}`;
  return createHmac('sha256', 'paypal-sandbox').update(text).digest('base64');
}

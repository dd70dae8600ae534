import { problem } from '@holdfast/kernel';

/** Why a webhook was not taken. */
export type WebhookRefusal = 'signature' | 'stale' | 'malformed' | 'unknown-gateway';

const WORDS: Readonly<Record<WebhookRefusal, string>> = {
  signature: 'No signature of this body was made with a secret that is known here. Compare the signing secret of the endpoint with the setting.',
  stale: 'The signature is older than five minutes. Send the event again with a fresh one, and compare the clocks.',
  malformed: 'The body is no event of this gateway.',
  'unknown-gateway': 'No gateway of this name sends events here.',
};

export class WebhookRefused extends problem({
  code: 'webhook-refused',
  kind: 'invalid',
  title: 'This is no event of that gateway',
  about: '`reason` tells what is wrong: `signature`, `stale`, `malformed` or `unknown-gateway`. Nothing was stored. Refusals are counted: see `/v1/admin/gateway-event-refusals`.',
}) {
  constructor(readonly reason: WebhookRefusal) {
    super(WORDS[reason], { reason });
  }
}

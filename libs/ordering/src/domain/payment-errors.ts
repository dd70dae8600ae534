import { problem } from '@holdfast/kernel';

export class PaymentGatewayUnavailable extends problem({
  code: 'payment-gateway-unavailable',
  kind: 'unavailable',
  title: 'The payment gateway cannot be reached',
  about:
    'It surely saw nothing of this payment, so nothing was charged. The checkout keeps its stock until `expires_at`: try again, or another gateway, with POST /v1/checkouts/{checkout_id}/payments.',
}) {
  constructor(details: { readonly checkout_id: string; readonly payment_id: string; readonly gateway: string; readonly reason: string | null; readonly expires_at: string }) {
    super('The payment gateway cannot be reached at the moment, and nothing was charged. Try again shortly, or pay in another way.', { ...details, retry_after: 5 });
  }
}

import { EVERYTHING } from '../../domain/gateway-capabilities.js';
import type { BalanceAnswer } from '../../domain/balance/gateway-balance.js';
import type { GatewayResult } from '../../domain/gateway-result.js';
import { type GatewayCall, PaymentGateway } from '../../domain/payment-gateway.js';

/**
 * Pay by bank transfer or on delivery: the shop trusts the shopper, so an authorization succeeds at once and nothing is
 * captured until somebody says that the money came: a capture by hand is that word, a refund that it was sent back.
 */
export class ManualPaymentGateway extends PaymentGateway {
  readonly name = 'manual';
  readonly inProcess = true;
  readonly capabilities = EVERYTHING;
  readonly vault = null;
  readonly keepsKeysSeconds = Number.MAX_SAFE_INTEGER;

  execute({ key, amount, currency }: GatewayCall): Promise<GatewayResult> {
    return Promise.resolve({ outcome: 'succeeded', reference: key, amount, currency });
  }

  abandon(call: GatewayCall): Promise<GatewayResult> {
    return this.execute(call);
  }

  observe(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  find(call: GatewayCall): Promise<GatewayResult> {
    return this.execute(call);
  }

  /** What came by transfer or in cash is wherever the shop keeps it. */
  balance(): Promise<BalanceAnswer> {
    return Promise.resolve({ outcome: 'untold', code: 'no-gateway' });
  }
}

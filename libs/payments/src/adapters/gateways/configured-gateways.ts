import { UnknownGateway } from '../../domain/errors.js';
import { type GatewayCondition, PaymentGateway, PaymentGateways } from '../../domain/payment-gateway.js';
import { GuardedPaymentGateway } from './guarded-payment-gateway.js';

export class ConfiguredGateways extends PaymentGateways {
  readonly #gateways: ReadonlyMap<string, PaymentGateway>;

  constructor(gateways: readonly PaymentGateway[]) {
    super();
    this.#gateways = new Map(gateways.map((gateway) => [gateway.name, gateway]));
  }

  get names(): string[] {
    return [...this.#gateways.keys()];
  }

  get conditions(): GatewayCondition[] {
    return [...this.#gateways.values()].flatMap((gateway) => (gateway instanceof GuardedPaymentGateway ? [gateway.condition] : []));
  }

  get(name: string): PaymentGateway {
    const gateway = this.#gateways.get(name);
    if (!gateway) throw new UnknownGateway(name, this.names);
    return gateway;
  }
}

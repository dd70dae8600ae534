import { UnknownGateway } from '../../domain/errors.js';
import { PaymentGateway, PaymentGateways } from '../../domain/payment-gateway.js';

export class ConfiguredGateways extends PaymentGateways {
  readonly #gateways: ReadonlyMap<string, PaymentGateway>;

  constructor(gateways: readonly PaymentGateway[]) {
    super();
    this.#gateways = new Map(gateways.map((gateway) => [gateway.name, gateway]));
  }

  get names(): string[] {
    return [...this.#gateways.keys()];
  }

  get(name: string): PaymentGateway {
    const gateway = this.#gateways.get(name);
    if (!gateway) throw new UnknownGateway(name, this.names);
    return gateway;
  }
}

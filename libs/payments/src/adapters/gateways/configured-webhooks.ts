import { GatewaysWithWebhooks, type GatewayWebhooks } from '../../domain/gateway-webhooks.js';

export class ConfiguredWebhooks extends GatewaysWithWebhooks {
  readonly #gateways: ReadonlyMap<string, GatewayWebhooks>;

  constructor(gateways: readonly GatewayWebhooks[]) {
    super();
    this.#gateways = new Map(gateways.map((gateway) => [gateway.name, gateway]));
  }

  get names(): string[] {
    return [...this.#gateways.keys()];
  }

  find(name: string): GatewayWebhooks | undefined {
    return this.#gateways.get(name);
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { GatewayEvents } from '../domain/gateway-events.js';
import { type GatewayNotice, GatewaysWithWebhooks, type GatewayWebhooks, type WebhookDelivery, WebhookNotGenuine } from '../domain/gateway-webhooks.js';
import { type WebhookRefusal, WebhookRefused } from '../domain/webhook-errors.js';

/** Stores an event that a gateway sends; it is worked on afterwards. Safe to repeat. @throws WebhookRefused, which was counted */
export class ReceiveWebhook extends Command<void> {
  constructor(
    readonly gateway: string,
    readonly delivery: WebhookDelivery,
  ) {
    super();
  }
}

@CommandHandler(ReceiveWebhook)
export class ReceiveWebhookHandler implements ICommandHandler<ReceiveWebhook> {
  constructor(
    private readonly gateways: GatewaysWithWebhooks,
    private readonly events: GatewayEvents,
    private readonly work: UnitOfWork,
  ) {}

  async execute({ gateway, delivery }: ReceiveWebhook): Promise<void> {
    const webhooks = this.gateways.find(gateway);
    // The name came from a stranger: it is not kept.
    if (!webhooks) return this.#refuse('unknown', 'unknown-gateway');
    const notice = await this.#verified(webhooks, delivery);
    if (FAILPOINTS) await failpoint('webhook.verified');
    await this.work.run(async () => {
      await this.events.store(gateway, [notice]);
      if (FAILPOINTS) await failpoint('webhook.in-store');
    });
    if (FAILPOINTS) await failpoint('webhook.stored');
  }

  async #verified(webhooks: GatewayWebhooks, delivery: WebhookDelivery): Promise<GatewayNotice> {
    try {
      return await webhooks.verify(delivery);
    } catch (error) {
      if (error instanceof WebhookNotGenuine) return this.#refuse(webhooks.name, error.fault);
      throw error;
    }
  }

  async #refuse(gateway: string, reason: WebhookRefusal): Promise<never> {
    await this.work.run(() => this.events.countRefusal(gateway, reason));
    throw new WebhookRefused(reason);
  }
}

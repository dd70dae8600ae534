import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Id } from '@holdfast/kernel';
import { Consumes, type EventConsumer, type StoredEvent } from '@holdfast/platform';
import { RequestOrderConfirmation } from '../../application/request-order-confirmation.js';

@Injectable()
@Consumes('notifications.order-confirmation', 'ordering.order-placed.v1')
export class OrderConfirmationConsumer implements EventConsumer {
  constructor(private readonly commands: CommandBus) {}

  async consume({ subject }: StoredEvent): Promise<void> {
    await this.commands.execute(new RequestOrderConfirmation(subject as Id<'ord'>));
  }
}

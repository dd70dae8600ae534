import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Id } from '@holdfast/kernel';
import { Consumes, type EventConsumer, type StoredEvent } from '@holdfast/platform';
import { RequestEmail } from '../../application/request-email.js';

@Injectable()
@Consumes('notifications.order-confirmation', 'ordering.order-placed.v1')
export class OrderConfirmationConsumer implements EventConsumer {
  constructor(private readonly commands: CommandBus) {}

  async consume({ subject }: StoredEvent): Promise<void> {
    await this.commands.execute(new RequestEmail('order-confirmation', subject as Id<'ord'>));
  }
}

@Injectable()
@Consumes('notifications.registration', 'identity.registration-requested.v1')
export class RegistrationConsumer implements EventConsumer {
  constructor(private readonly commands: CommandBus) {}

  async consume({ subject }: StoredEvent): Promise<void> {
    await this.commands.execute(new RequestEmail('registration', subject as Id<'reg'>));
  }
}

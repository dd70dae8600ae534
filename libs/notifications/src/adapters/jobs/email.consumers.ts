import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Id } from '@holdfast/kernel';
import { Consumes, type EventConsumer, type StoredEvent } from '@holdfast/platform';
import { RequestEmail } from '../../application/request-email.js';
import type { Email, EmailKind } from '../../domain/email.js';

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

/** Which mails follow from what happens to an account. */
const ABOUT_ACCOUNTS: Readonly<Record<string, readonly EmailKind[]>> = {
  'identity.password-reset-requested.v1': ['password-reset'],
  'identity.password-changed.v1': ['password-changed'],
  'identity.email-change-requested.v1': ['email-change', 'email-change-notice'],
  'identity.email-changed.v1': ['email-changed'],
  'identity.staff-invited.v1': ['staff-invitation'],
  'identity.data-export-ready.v1': ['data-export'],
};

@Injectable()
@Consumes('notifications.account-mails', ...Object.keys(ABOUT_ACCOUNTS))
export class AccountMailsConsumer implements EventConsumer {
  constructor(private readonly commands: CommandBus) {}

  async consume({ type, subject }: StoredEvent): Promise<void> {
    for (const kind of ABOUT_ACCOUNTS[type] ?? []) await this.commands.execute(new RequestEmail(kind, subject as Email['subject']));
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { ForgetAbandonedCarts } from '../../application/forget-abandoned-carts.js';
import { ORDERING_SETTINGS, type OrderingSettings } from '../../ordering-settings.js';

/** Nobody waits for a cart for a month, and its address is kept for nothing then. */
@Injectable()
@RunsEvery('forget-abandoned-carts', 3_600_000)
export class ForgetAbandonedCartsProcessor implements JobHandler {
  constructor(
    private readonly commands: CommandBus,
    @Inject(ORDERING_SETTINGS) private readonly settings: OrderingSettings,
  ) {}

  async handle(): Promise<void> {
    await this.commands.execute(new ForgetAbandonedCarts(this.settings.abandonedCartDays));
  }
}

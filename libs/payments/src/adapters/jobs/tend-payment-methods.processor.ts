import { Injectable } from '@nestjs/common';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { MethodKeeper } from '../../application/saved-methods/method-keeper.js';

/** Looks every second for setups whose outcome is not known, and for what is to be detached; what is due stands in PostgreSQL. */
@Injectable()
@RunsEvery('tend-payment-methods', 1_000)
export class TendPaymentMethodsProcessor implements JobHandler {
  constructor(private readonly keeper: MethodKeeper) {}

  async handle(): Promise<void> {
    await this.keeper.tendDue();
  }
}

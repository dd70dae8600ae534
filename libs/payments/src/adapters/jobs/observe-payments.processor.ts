import { Injectable } from '@nestjs/common';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { PaymentObserver } from '../../application/payment-observer.js';

/** Looks every minute for payments that may have changed at their gateways; what is due, hourly for each, stands in PostgreSQL. */
@Injectable()
@RunsEvery('observe-payments', 60_000)
export class ObservePaymentsProcessor implements JobHandler {
  constructor(private readonly observer: PaymentObserver) {}

  async handle(): Promise<void> {
    await this.observer.observeDue();
  }
}

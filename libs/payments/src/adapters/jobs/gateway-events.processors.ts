import { Injectable } from '@nestjs/common';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { GatewayEventProcessor } from '../../application/gateway-event-processor.js';

/** Works on stored events every second; what is due stands in PostgreSQL. */
@Injectable()
@RunsEvery('apply-gateway-events', 1_000)
export class ApplyGatewayEventsProcessor implements JobHandler {
  constructor(private readonly processor: GatewayEventProcessor) {}

  async handle(): Promise<void> {
    while ((await this.processor.applyDue()) > 0);
  }
}

/** Fetches what gateways could not deliver: nothing depends on a webhook that arrives. */
@Injectable()
@RunsEvery('fetch-gateway-events', 60_000)
export class FetchGatewayEventsProcessor implements JobHandler {
  constructor(private readonly processor: GatewayEventProcessor) {}

  async handle(): Promise<void> {
    await this.processor.fetchUndelivered();
    await this.processor.forgetOld();
  }
}

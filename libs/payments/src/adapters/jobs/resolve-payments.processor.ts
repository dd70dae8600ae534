import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { type JobHandler, LOGGER, RunsEvery } from '@holdfast/platform';
import type { Logger } from 'pino';
import { OperationResolver } from '../../application/operation-resolver.js';

/**
 * Looks every second for payments whose outcome is not known; what is due stands in PostgreSQL. It does not wait for the gateways: one that hangs
 * would keep all others waiting for the next turn.
 */
@Injectable()
@RunsEvery('resolve-payments', 1_000)
export class ResolvePaymentsProcessor implements JobHandler, BeforeApplicationShutdown {
  #isEnding = false;

  constructor(
    private readonly resolver: OperationResolver,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async handle(): Promise<void> {
    if (this.#isEnding) return;
    // What fails here is due again in a minute.
    for (const one of await this.resolver.beginDue()) one.catch((error: unknown) => this.logger.error({ err: error }, 'an operation could not be resolved'));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isEnding = true;
    await this.resolver.ended();
  }
}

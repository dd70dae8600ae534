import { Injectable } from '@nestjs/common';
import { type JobHandler, RunsEvery } from '@holdfast/platform';
import { OperationResolver } from '../../application/operation-resolver.js';

/** Looks every second for payments whose outcome is not known; what is due stands in PostgreSQL. */
@Injectable()
@RunsEvery('resolve-payments', 1_000)
export class ResolvePaymentsProcessor implements JobHandler {
  constructor(private readonly resolver: OperationResolver) {}

  async handle(): Promise<void> {
    await this.resolver.resolveDue();
  }
}

import { Injectable } from '@nestjs/common';
import { type JobHandler, RunsEvery } from '../queue/handlers.js';
import { OutboxRelay } from './outbox-relay.js';

/** Makes the queue expendable: whatever it lost is queued again from PostgreSQL. */
@Injectable()
@RunsEvery('republish-lost-events', 30_000)
export class RepublishLostEvents implements JobHandler {
  constructor(private readonly relay: OutboxRelay) {}

  async handle(): Promise<void> {
    await this.relay.republishLost();
  }
}

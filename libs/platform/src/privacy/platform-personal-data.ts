import { Injectable } from '@nestjs/common';
import { type DataSubject, Idempotency, PersonalData, type Wait } from '../kernel/index.js';
import type { Holding } from './holdings.js';
import { HoldsPersonalData } from './personal-data-holders.js';

export const PLATFORM_HOLDINGS: readonly Holding[] = [
  {
    table: 'platform.idempotency_keys',
    ends: 'Answers are sealed and kept for 8 days. An erasure deletes the keys of the customer, of their carts, and those under which their carts were opened.',
  },
  { table: 'platform.rate_limits', ends: 'Gone when the limit is whole again: after 90 days at most. Without the secret of the installation nobody can tell whose it is.' },
];

/** What the platform knows about people: answers that it would give again. They are in the export already, where they came from. */
@Injectable()
@HoldsPersonalData('platform', PLATFORM_HOLDINGS)
export class PlatformPersonalData extends PersonalData {
  constructor(private readonly idempotency: Idempotency) {
    super();
  }

  export(): Promise<Readonly<Record<string, unknown>>> {
    return Promise.resolve({});
  }

  async erase({ customer }: DataSubject): Promise<readonly Wait[]> {
    await this.idempotency.forget([customer], []);
    return [];
  }
}

import { Query } from '@nestjs/cqrs';
import type { FactorId } from '../domain/second-factor.js';
import type { SubjectId } from '../domain/session.js';

export interface FactorView {
  readonly id: FactorId;
  readonly kind: 'totp';
  readonly status: 'unconfirmed' | 'confirmed';
  readonly created_at: string;
  readonly confirmed_at: string | null;
}

/** The second factors of somebody. There are few, so there are no pages. */
export class ListFactors extends Query<FactorView[]> {
  constructor(readonly subject: SubjectId) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { CustomerId } from '../domain/customer.js';
import type { ExternalIdentityId } from '../domain/external-identity.js';

/** A login at an OpenID provider as its owner sees it. */
export interface ExternalIdentityView {
  readonly id: ExternalIdentityId;
  readonly issuer: string;
  readonly subject: string;
  readonly created_at: string;
  readonly last_used_at: string;
}

/** The external identities of a customer, the oldest first. There is one per provider, so there are no pages. */
export class ListExternalIdentities extends Query<ExternalIdentityView[]> {
  constructor(readonly owner: CustomerId) {
    super();
  }
}

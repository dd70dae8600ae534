import { Query } from '@nestjs/cqrs';
import type { Page } from '@holdfast/kernel';
import type { ApiKeyId } from '../domain/api-key.js';

export interface ApiKeyView {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly status: 'active' | 'expired' | 'revoked';
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly last_used_at: string | null;
}

/** All API keys, newest first. */
export class ListApiKeys extends Query<Page<ApiKeyView>> {
  constructor(readonly page: { readonly limit: number; readonly cursor?: string }) {
    super();
  }
}

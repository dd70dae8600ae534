import { Query } from '@nestjs/cqrs';
import type { Page } from '@holdfast/kernel';
import type { RoleId } from '../domain/roles.js';

export interface RoleView {
  readonly id: RoleId;
  readonly name: string;
  readonly built_in: boolean;
  readonly permissions: readonly string[];
  readonly created_at: string;
}

/** A role with its version. @throws RoleNotFound */
export class GetRole extends Query<{ readonly version: number; readonly view: RoleView }> {
  constructor(readonly id: RoleId) {
    super();
  }
}

/** All roles, the built-in ones first. */
export class ListRoles extends Query<Page<RoleView>> {
  constructor(readonly page: { readonly limit: number; readonly cursor?: string | undefined }) {
    super();
  }
}

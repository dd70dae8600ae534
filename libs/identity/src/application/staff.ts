import { Query } from '@nestjs/cqrs';
import type { Page } from '@holdfast/kernel';
import type { RoleId } from '../domain/roles.js';
import type { Staff, StaffId } from '../domain/staff.js';

export interface StaffView {
  readonly id: StaffId;
  readonly email: string;
  readonly name: string;
  readonly status: Staff['status'];
  readonly role: { readonly id: RoleId; readonly name: string };
  /** What the role allows. */
  readonly permissions: readonly string[];
  /** Whether there is a second factor. */
  readonly mfa_enrolled: boolean;
  readonly created_at: string;
}

/** A member of staff with the version. @throws StaffNotFound */
export class GetStaff extends Query<{ readonly version: number; readonly view: StaffView }> {
  constructor(readonly id: StaffId) {
    super();
  }
}

/** All members of staff, the newest first. */
export class ListStaff extends Query<Page<StaffView>> {
  constructor(readonly page: { readonly limit: number; readonly cursor?: string | undefined }) {
    super();
  }
}

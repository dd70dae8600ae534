import { newId, UnitOfWork } from '@holdfast/kernel';
import { type StaffId, StaffMembers } from '../domain/staff.js';
import { LinkTokens } from './link-tokens.js';

/** Writes invitations. Joins the caller's unit of work; the mail follows the commit. */
export class Inviter {
  constructor(
    private readonly work: UnitOfWork,
    private readonly staff: StaffMembers,
    private readonly tokens: LinkTokens,
  ) {}

  async invite(staff: StaffId): Promise<void> {
    const id = newId('inv');
    await this.staff.invite(id, staff, this.tokens.hashOf(id));
    this.work.record([{ type: 'identity.staff-invited.v1', subject: id, version: 1, payload: { staff_id: staff } }]);
  }
}

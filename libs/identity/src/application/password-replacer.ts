import { newId, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import { type Customer, Customers } from '../domain/customer.js';
import { type PasswordChange, PasswordChanges } from '../domain/password-change.js';
import { Sessions } from '../domain/sessions.js';

/** What comes with every new password, however its owner proved who they are. */
export class PasswordReplacer {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: Customers,
    private readonly changes: PasswordChanges,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  /**
   * Gives the customer another password and ends the sessions, except one perhaps (ASVS 5.0, 7.4.3); the mail follows from the event.
   * Answers false, and does nothing, when password or address were changed since `seen`. Needs an active unit of work.
   */
  async replace(seen: Customer, passwordHash: string, madeBy: PasswordChange['madeBy'], except?: SessionId): Promise<boolean> {
    if (!(await this.customers.changePassword(seen, passwordHash))) return false;
    const id = newId('pwc');
    await this.changes.add({ id, customer: seen.id, madeBy });
    await this.sessions.endAll(seen.id, 'password-changed', except);
    await this.securityLog.note({ event: 'password.changed', subject: seen.id, actor: seen.id, details: { made_by: madeBy } });
    this.work.record([{ type: 'identity.password-changed.v1', subject: id, version: 1, payload: { customer_id: seen.id, made_by: madeBy } }]);
    return true;
  }
}

import { Migration } from '@mikro-orm/migrations';

/** What is written to or erased for one person is found without a look at everybody's. */
export class Identity0007 extends Migration {
  override name = '0007-identity';

  override up(): void {
    this.addSql(`create index registrations_of_email on identity.registrations (email)`);
    this.addSql(`create index email_changes_to on identity.email_changes (email)`);
    this.addSql(`create index email_changes_from on identity.email_changes (old_email)`);
    // Those that ended as well, which the index of what somebody is logged in with leaves out.
    this.addSql(`create index sessions_ever_of_subject on identity.sessions (subject_id)`);
    this.addSql(`create index factors_of_subject on identity.mfa_factors (subject_id)`);
    this.addSql(`drop index identity.confirmed_factors`);
    this.addSql(`create index data_exports_by_end on identity.data_exports (expires_at) where expires_at is not null`);
  }
}

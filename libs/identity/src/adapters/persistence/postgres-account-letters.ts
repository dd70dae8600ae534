import { Injectable } from '@nestjs/common';
import { type Id, toUuid } from '@holdfast/kernel';
import { Database, type Statement, statement } from '@holdfast/platform';
import { type AccountLetter, AccountLetters } from '../../account-letters.js';
import { LinkTokens } from '../../application/link-tokens.js';

const REGISTRATION = statement(
  'identity.registration-letter',
  `select r.email, r.name, r.expires_at as at, c.id is null as has_token
     from identity.registrations r left join identity.customers c on c.email = r.email
    where r.id = $1 and r.confirmed_at is null and r.expires_at > now()`,
);
const RESET = statement(
  'identity.password-reset-letter',
  `select c.email, c.name, r.expires_at as at, true as has_token
     from identity.password_resets r join identity.customers c on c.id = r.customer_id and c.status = 'active' and c.credentials_version = r.credentials_version
    where r.id = $1 and r.used_at is null and r.expires_at > now()
      and not exists (select from identity.password_resets n where n.customer_id = r.customer_id and n.seq > r.seq)`,
);
const CHANGED = statement(
  'identity.password-changed-letter',
  `select c.email, c.name, p.created_at as at, false as has_token
     from identity.password_changes p join identity.customers c on c.id = p.customer_id
    where p.id = $1 and c.status <> 'erased'`,
);
// The name is the owner's, and whoever reads the new address may be somebody else.
const EMAIL_CHANGE = statement(
  'identity.email-change-letter',
  `select e.email, '' as name, e.expires_at as at, taken.id is null as has_token
     from identity.email_changes e join identity.customers c on c.id = e.customer_id and c.status = 'active' and c.credentials_version = e.credentials_version
     left join identity.customers taken on taken.email = e.email
    where e.id = $1 and e.confirmed_at is null and e.expires_at > now()
      and not exists (select from identity.email_changes n where n.customer_id = e.customer_id and n.seq > e.seq)`,
);
const NOTICE = statement(
  'identity.email-change-notice',
  `select e.old_email as email, c.name, e.created_at as at, false as has_token
     from identity.email_changes e join identity.customers c on c.id = e.customer_id
    where e.id = $1 and c.status <> 'erased'`,
);
const EMAIL_CHANGED = statement(
  'identity.email-changed-letter',
  `select e.old_email as email, c.name, e.confirmed_at as at, false as has_token
     from identity.email_changes e join identity.customers c on c.id = e.customer_id
    where e.id = $1 and e.confirmed_at is not null and c.status <> 'erased'`,
);

const INVITATION = statement(
  'identity.invitation-letter',
  `select p.email, p.name, i.expires_at as at, true as has_token
     from identity.staff_invitations i join identity.staff p on p.id = i.staff_id and p.status = 'invited'
    where i.id = $1 and i.confirmed_at is null and i.withdrawn_at is null and i.expires_at > now()`,
);
const DATA_EXPORT = statement(
  'identity.data-export-letter',
  `select c.email, c.name, e.expires_at as at, false as has_token
     from identity.data_exports e join identity.customers c on c.id = e.customer_id
    where e.id = $1 and e.expires_at > now() and c.status = 'active'`,
);

interface Row {
  readonly email: string;
  readonly name: string;
  readonly at: string;
  readonly has_token: boolean;
}

@Injectable()
export class PostgresAccountLetters extends AccountLetters {
  constructor(
    private readonly database: Database,
    private readonly linkTokens: LinkTokens,
  ) {
    super();
  }

  registration(id: Id<'reg'>): Promise<AccountLetter | undefined> {
    return this.#letter(REGISTRATION, id);
  }

  passwordReset(id: Id<'pwr'>): Promise<AccountLetter | undefined> {
    return this.#letter(RESET, id);
  }

  passwordChanged(id: Id<'pwc'>): Promise<AccountLetter | undefined> {
    return this.#letter(CHANGED, id);
  }

  emailChange(id: Id<'emc'>): Promise<AccountLetter | undefined> {
    return this.#letter(EMAIL_CHANGE, id);
  }

  emailChangeNotice(id: Id<'emc'>): Promise<AccountLetter | undefined> {
    return this.#letter(NOTICE, id);
  }

  emailChanged(id: Id<'emc'>): Promise<AccountLetter | undefined> {
    return this.#letter(EMAIL_CHANGED, id);
  }

  staffInvitation(id: Id<'inv'>): Promise<AccountLetter | undefined> {
    return this.#letter(INVITATION, id);
  }

  dataExport(id: Id<'exp'>): Promise<AccountLetter | undefined> {
    return this.#letter(DATA_EXPORT, id);
  }

  async #letter(select: Statement, id: string): Promise<AccountLetter | undefined> {
    const row = await this.database.first<Row>(select, [toUuid(id)]);
    return row && { email: row.email, name: row.name, at: new Date(row.at), ...(row.has_token ? { token: this.linkTokens.of(id) } : {}) };
  }
}

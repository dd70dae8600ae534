import { Injectable } from '@nestjs/common';
import { toUuid } from '@holdfast/kernel';
import { Database, type Statement, statement } from '@holdfast/platform';
import { Credentials } from '../../domain/credentials.js';
import type { SubjectId } from '../../domain/session.js';

/** By kind of subject. */
const HASH: Readonly<Partial<Record<string, Statement>>> = {
  cus: statement('identity.password-of-customer', `select password_hash from identity.customers where id = $1 and status = 'active'`),
};

@Injectable()
export class PostgresCredentials extends Credentials {
  constructor(private readonly database: Database) {
    super();
  }

  async passwordHashOf(subject: SubjectId): Promise<string | undefined> {
    const select = HASH[subject.slice(0, 3)];
    const row = select && (await this.database.first<{ password_hash: string | null }>(select, [toUuid(subject)]));
    return row?.password_hash ?? undefined;
  }
}

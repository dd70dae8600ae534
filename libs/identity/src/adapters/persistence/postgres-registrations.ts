import { Injectable } from '@nestjs/common';
import { toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { type Registration, type RegistrationId, Registrations } from '../../domain/registration.js';

const ADD = statement(
  'identity.add-registration',
  `insert into identity.registrations (id, email, name, password_hash, token_hash, expires_at) values ($1, $2, $3, $4, $5, $6)`,
);
const TAKE = statement(
  'identity.take-registration',
  `update identity.registrations set confirmed_at = $3
    where id = $1 and token_hash = $2 and confirmed_at is null and expires_at > $3
   returning email, name, password_hash, expires_at`,
);

@Injectable()
export class PostgresRegistrations extends Registrations {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ id, email, name, passwordHash, expiresAt }: Registration, tokenHash: Buffer): Promise<void> {
    await this.database.send(ADD, [toUuid(id), email, name, passwordHash, tokenHash, expiresAt]);
  }

  async take(id: RegistrationId, tokenHash: Buffer, now: Date): Promise<Registration | undefined> {
    const row = await this.database.first<{ email: string; name: string; password_hash: string; expires_at: string }>(TAKE, [toUuid(id), tokenHash, now]);
    return row && { id, email: row.email, name: row.name, passwordHash: row.password_hash, expiresAt: new Date(row.expires_at) };
  }
}

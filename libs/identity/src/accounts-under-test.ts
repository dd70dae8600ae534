import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { sql } from '../../../test/support/sql.js';
import { LinkTokens } from './application/link-tokens.js';
import { type Answer, type IdentityUnderTest, startIdentity } from './identity-under-test.js';

export const PASSWORD = 'three small rain boots';

export interface LoggedInCustomer {
  readonly id: string;
  readonly email: string;
  readonly access: string;
  readonly refresh: string;
  readonly session: string;
}

/** The API with identity alone on a database of its own, and what specs do with accounts again and again. */
export class AccountsUnderTest {
  private constructor(
    readonly database: TestDatabase,
    readonly api: IdentityUnderTest,
  ) {}

  static async start(adminKey?: string, more: readonly Type[] = []): Promise<AccountsUnderTest> {
    const database = await createTestDatabase();
    return new AccountsUnderTest(database, await startIdentity(database.url, adminKey, undefined, more));
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.database.drop();
  }

  readonly newAddress = (): string => `${randomUUID()}@example.com`;

  sql<Row = Record<string, any>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return sql<Row>(this.database.url, text, values);
  }

  post(path: string, body: object, token?: string): Promise<Answer> {
    return this.api.call('POST', path, token, body);
  }

  me(token?: string): Promise<Answer> {
    return this.api.call('GET', '/v1/customers/me', token);
  }

  logIn(email: string, password = PASSWORD): Promise<Answer> {
    return this.post('/v1/sessions', { email, password });
  }

  /** What the mail of the newest row of this table holds. */
  async mail<P extends string>(table: string, prefix: P): Promise<{ id: `${P}_${string}`; token: string }> {
    const [row] = await this.sql<{ id: string }>(`select id from identity.${table} order by created_at desc, id desc limit 1`);
    const id = toId(prefix, row!.id);
    return { id, token: this.api.app.get(LinkTokens).of(id) };
  }

  /** Registers an address and confirms it; answers the address. */
  async account(email = this.newAddress(), password = PASSWORD): Promise<string> {
    await this.post('/v1/customers', { email, name: 'Ada', password });
    const { id, token } = await this.mail('registrations', 'reg');
    await this.post(`/v1/email-verifications/${id}/confirmations`, { token });
    return email;
  }

  async loggedIn(email?: string, password = PASSWORD): Promise<LoggedInCustomer> {
    const address = email ?? (await this.account());
    const { body } = await this.logIn(address, password);
    const { body: customer } = await this.me(body['access_token']);
    return { id: customer['id'], email: address, access: body['access_token'], refresh: body['refresh_token'], session: body['session_id'] };
  }

  /** As if the password of this login had been shown longer ago. */
  async age(session: string, by: string): Promise<void> {
    await this.sql(`update identity.sessions set authenticated_at = authenticated_at - $2::interval where id = $1`, [toUuid(session), by]);
  }
}

/** What an answer says, without what differs between any two requests. */
export const said = ({ status, body: { request_id: _id, instance: _path, ...rest } }: Answer): Record<string, unknown> => ({ status, ...rest });

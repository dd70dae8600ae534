import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { toId, toUuid } from '@holdfast/kernel';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { sql } from '../../../test/support/sql.js';
import { PASSWORD } from './accounts-under-test.js';
import { LinkTokens } from './application/link-tokens.js';
import type { BuiltInRole } from './domain/roles.js';
import { ADMIN_KEY, type Answer, type IdentityUnderTest, startIdentity } from './identity-under-test.js';

const STEP_MS = 30_000;

export interface Member {
  readonly id: string;
  readonly email: string;
}

export interface Enrolled {
  readonly secret: string;
  readonly factor: string;
  readonly recoveryCodes: readonly string[];
}

/** The code of an authenticator, some steps from now. */
export const codeOf = (secret: string, steps = 0): string => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * STEP_MS });

/** The API with identity alone on a database of its own, and what specs do with staff again and again. */
export class StaffUnderTest {
  private constructor(
    readonly database: TestDatabase,
    readonly api: IdentityUnderTest,
  ) {}

  static async start({ mfaRequired = false } = {}): Promise<StaffUnderTest> {
    const database = await createTestDatabase();
    return new StaffUnderTest(database, await startIdentity(database.url, ADMIN_KEY, undefined, [], { staffMfaRequired: mfaRequired }));
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.database.drop();
  }

  sql<Row = Record<string, any>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return sql<Row>(this.database.url, text, values);
  }

  post(path: string, body: object, token?: string): Promise<Answer> {
    return this.api.call('POST', path, token, body);
  }

  /** With the administrator's key unless told otherwise. */
  admin(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, token = ADMIN_KEY): Promise<Answer> {
    return this.api.call(method, `/v1/admin/${path}`, token, body);
  }

  async role(code: BuiltInRole): Promise<string> {
    const [row] = await this.sql<{ id: string }>('select id from identity.roles where built_in = $1', [code]);
    return toId('rol', row!.id);
  }

  async invite(role: BuiltInRole | `rol_${string}`, token?: string, email = `${randomUUID()}@example.com`): Promise<Answer> {
    const role_id = role.startsWith('rol_') ? role : await this.role(role as BuiltInRole);
    return this.admin('POST', 'staff', { email, name: 'Grace Hopper', role_id }, token);
  }

  /** What the newest mail to a member of staff holds. */
  async invitation(staff: string): Promise<{ id: string; token: string }> {
    const [row] = await this.sql<{ id: string }>('select id from identity.staff_invitations where staff_id = $1 order by created_at desc, id desc limit 1', [toUuid(staff)]);
    const id = toId('inv', row!.id);
    return { id, token: this.api.app.get(LinkTokens).of(id) };
  }

  accept({ id, token }: { id: string; token: string }, password = PASSWORD): Promise<Answer> {
    return this.post(`/v1/staff-invitations/${id}/confirmations`, { token, password });
  }

  /** Somebody who was invited and has accepted. */
  async member(role: BuiltInRole | `rol_${string}`): Promise<Member> {
    const { body } = await this.invite(role);
    await this.accept(await this.invitation(body['id']));
    return { id: body['id'], email: body['email'] };
  }

  logIn(email: string, password = PASSWORD, as = 'staff'): Promise<Answer> {
    return this.post('/v1/sessions', { email, password, as });
  }

  /** The access token of somebody who has no second factor. */
  async entered(email: string): Promise<string> {
    return (await this.logIn(email)).body['access_token'];
  }

  verify({ challenge_id, challenge_secret }: Record<string, string>, proof: object): Promise<Answer> {
    return this.post(`/v1/mfa-challenges/${challenge_id}/verifications`, { secret: challenge_secret, ...proof });
  }

  /** A second factor for whoever is logged in; its codes up to the one before this moment are used up. */
  async enroll(token: string, base = '/v1/staff/me'): Promise<Enrolled> {
    const { body: begun } = await this.api.call('POST', `${base}/mfa-factors`, token);
    const confirm = () => this.post(`${base}/mfa-factors/${begun['id']}/confirmations`, { code: codeOf(begun['secret'], -1) }, token);
    // A step may end between making the code and showing it; then it is one too old.
    const first = await confirm();
    const { body } = first.status === 201 ? first : await confirm();
    return { secret: begun['secret'], factor: begun['id'], recoveryCodes: body['recovery_codes'] };
  }

  /** As if the codes of this moment had not been used yet. */
  async forgetSteps(factor: string): Promise<void> {
    await this.sql('alter table identity.mfa_factors disable trigger steps_forward');
    await this.sql('update identity.mfa_factors set last_step = last_step - 10 where id = $1', [toUuid(factor)]);
    await this.sql('alter table identity.mfa_factors enable trigger steps_forward');
  }

  /** As if the password had been shown an hour ago. */
  async age(staff: string): Promise<void> {
    await this.sql(`update identity.sessions set authenticated_at = authenticated_at - interval '1 hour' where subject_id = $1`, [toUuid(staff)]);
  }
}

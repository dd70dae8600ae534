import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { type Claims, REDIRECT_URI, TestOpenIdProvider } from '../../../test/support/openid-provider.js';
import { sql } from '../../../test/support/sql.js';
import { toId } from '@holdfast/kernel';
import { LinkTokens } from './application/link-tokens.js';
import { type Answer, type IdentityUnderTest, startIdentity } from './identity-under-test.js';

export const AUTHORIZATIONS = '/v1/openid-connect/authorizations';
export const PASSWORD = 'three small rain boots';

export interface Begun {
  readonly id: string;
  readonly authorization_url: string;
  readonly secret: string;
}

/** Identity with a real OpenID provider beside it. */
export class OpenIdConnectUnderTest {
  private constructor(
    readonly database: TestDatabase,
    readonly provider: TestOpenIdProvider,
    readonly api: IdentityUnderTest,
  ) {}

  static async open(): Promise<OpenIdConnectUnderTest> {
    const database = await createTestDatabase();
    const provider = await TestOpenIdProvider.start();
    const openIdConnect = {
      issuer: provider.issuer, clientId: 'shop', clientSecret: 'a secret of the shop', redirectUris: [REDIRECT_URI], scopes: 'openid email profile', name: 'Example ID',
    };
    return new OpenIdConnectUnderTest(database, provider, await startIdentity(database.url, undefined, undefined, [], { openIdConnect }));
  }

  async close(): Promise<void> {
    await this.api.stop();
    await this.provider.close();
    await this.database.drop();
  }

  post(path: string, body: object, token?: string): Promise<Answer> {
    return this.api.call('POST', path, token, body);
  }

  async me(token: string): Promise<Record<string, any>> {
    return (await this.api.call('GET', '/v1/customers/me', token)).body;
  }

  async begin(): Promise<Begun> {
    return (await this.post(AUTHORIZATIONS, {})).body as unknown as Begun;
  }

  complete({ id, secret }: Begun, response_url: string): Promise<Answer> {
    return this.post(`${AUTHORIZATIONS}/${id}/completions`, { secret, response_url });
  }

  /** Somebody at the provider, who has a verified address unless something else is said; answers the subject. */
  somebody(claims: Claims = {}): string {
    const subject = randomUUID();
    this.provider.knows(subject, { email: `${subject}@example.com`, email_verified: true, name: 'Ada Lovelace', ...claims });
    return subject;
  }

  async logIn(subject: string): Promise<Answer> {
    const begun = await this.begin();
    return this.complete(begun, await this.provider.logIn(begun.authorization_url, subject));
  }

  /** An account with a password and a verified address, in the usual way; answers its id. */
  async account(email: string): Promise<string> {
    await this.post('/v1/customers', { email, name: 'Ada', password: PASSWORD });
    const [row] = await sql<{ id: string }>(this.database.url, 'select id from identity.registrations where email = $1', [email]);
    const id = toId('reg', row!.id);
    return (await this.post(`/v1/email-verifications/${id}/confirmations`, { token: this.api.app.get(LinkTokens).of(id) })).body['id'];
  }
}

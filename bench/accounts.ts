import { argon2Sync, randomBytes } from 'node:crypto';
import { newId, toUuid } from '@holdfast/kernel';
import pg from 'pg';

/** The customers who log in beside the checkouts. They share a password, whose hash has the costs that the API asks for. */
export interface Accounts {
  readonly emails: readonly string[];
  readonly password: string;
}

const COUNT = 1_000;
const PASSWORD = 'seven quiet harbour cranes';
const COST = { memory: 19_456, passes: 2, parallelism: 1 };

const bare = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** Made in the database, since the mails that confirm registrations are not sent here. */
export async function seedAccounts(databaseUrl: string): Promise<Accounts> {
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', { message: PASSWORD, nonce, tagLength: 32, ...COST });
  const { memory, passes, parallelism } = COST;
  const hash = `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(nonce)}$${bare(tag)}`;
  const emails = Array.from({ length: COUNT }, (_, at) => `buyer-${at}@example.com`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      'insert into identity.customers (id, email, password_hash) select id, email, $3 from unnest($1::uuid[], $2::text[]) as c(id, email)',
      [emails.map(() => toUuid(newId('cus'))), emails, hash],
    );
  } finally {
    await client.end();
  }
  return { emails, password: PASSWORD };
}

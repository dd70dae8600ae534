import { Client } from 'pg';
import { Refusal } from './refusal.js';

const OLDEST = 15;

/** Name of the database that `url` leads to. */
export function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}

/**
 * Checks that the database behind `url` can be used.
 * @throws Refusal that tells what is wrong with the setting `name`, and what to do.
 */
export async function checkDatabase(url: string, name: string): Promise<void> {
  await connected(url, name, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      `SELECT current_setting('server_version_num') AS version`,
    );
    const version = Math.floor(Number(rows[0]?.version) / 10_000);
    if (version < OLDEST) {
      throw new Refusal(
        `${name} leads to PostgreSQL ${version}; Holdfast needs ${OLDEST} or newer.`,
      );
    }
  });
}

/** Makes database `name` on the server of `url` when it is missing. Safe to run by several at once. */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  await connected(url, 'DATABASE_URL', async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    } catch (error) {
      const { code } = error as { code?: string };
      // Made by somebody else in between.
      if (code === '42P04' || code === '23505') return;
      if (code !== '42501') throw error;
      throw new Refusal(
        `The user of DATABASE_URL may not create database "${name}". Create it, or give SANDBOX_DATABASE_URL.`,
      );
    }
  });
}

async function connected(
  url: string,
  setting: string,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Refusal(explain(error as Error & { code?: string }, url, setting));
  }
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function explain(error: Error & { code?: string }, url: string, setting: string): string {
  const { hostname, port, username } = new URL(url);
  const server = `${hostname}:${port || 5432}`;
  switch (error.code) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${server} refuses user "${decodeURIComponent(username)}". Correct the user or the password in ${setting}.`;
    case '3D000':
      return `There is no database "${databaseName(url)}" at ${server}. Create it, or correct ${setting}.`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return `No PostgreSQL answers at ${server}. Start it, or correct ${setting}; without ${setting} an embedded one is used.`;
    default:
      return `PostgreSQL at ${server} (${setting}) cannot be used: ${error.message}`;
  }
}

import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { sharedByParent } from '@holdfast/config';
import { type CardScan, scanDatabase, together } from './card-scan.js';
import { keep } from './card-scans.js';
import { SPEC_LOG } from './spec-log.js';

/** Name under which the address of the server goes from jest's set-up to its workers. */
export const SERVER = 'TEST_SERVER';

/** The migrated, empty database that every test database is a copy of. */
export const TEMPLATE = 'holdfast_template';

/** Any number: those who copy the template take turns, because a copy locks it. */
const COPY_LOCK = 4_850_611;

export interface TestDatabase {
  readonly url: string;
  /** Removes the database, also under open connections. @throws Error when a card number is left in it, or was logged */
  drop(): Promise<void>;
  /** Removes it unseen: for millions of rows that are all alike. */
  discard(): Promise<void>;
}

/** A fresh, migrated database for one spec file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [COPY_LOCK]);
    await copyTemplate(client, name);
  });
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return {
    url: url.href,
    discard: () => onServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
    drop: async () => {
      const scan = together(await scanDatabase(url.href), SPEC_LOG.take());
      await onServer(async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await keep(client, scan);
      });
    },
  };
}

/** For what is no database. @throws Error when there was a card number */
export const keepScan = (scan: CardScan): Promise<void> => onServer((client) => keep(client, scan));

/** Waits while somebody is still connected to the template, for instance an autovacuum worker. */
async function copyTemplate(client: Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 50) throw error;
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
}

/** Address of the administrative database of the server that the whole run shares. */
export function serverUrl(): string {
  const url = sharedByParent(SERVER);
  if (!url)
    throw new Error('No test database server: run the tests through jest, which starts it.');
  return url;
}

async function onServer(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

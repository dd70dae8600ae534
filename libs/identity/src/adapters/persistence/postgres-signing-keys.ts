import { generateKeyPairSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork } from '@holdfast/kernel';
import { Database, Sealed, statement } from '@holdfast/platform';
import { needsSuccessor, READ_SECONDS, type SigningKey, SigningKeys } from '../../domain/signing-keys.js';

// Processes that start at once make one key and not one each.
const TAKE_TURNS = statement('identity.signing-keys-in-turn', `select pg_advisory_xact_lock(hashtext('identity.signing-keys'))`);
const ALL = statement(
  'identity.signing-keys',
  `select kid, private_key, extract(epoch from clock_timestamp() - created_at)::float8 as age from identity.signing_keys order by created_at desc`,
);
const ADD = statement('identity.add-signing-key', `insert into identity.signing_keys (kid, private_key) values ($1, $2)`);
const FORGET = statement('identity.forget-signing-keys', `delete from identity.signing_keys where kid = any($1::text[])`);

/** A secret that made a key so long ago is the one that the processes of the shop have by now. */
const SETTLED_SECONDS = 86_400;

interface Row {
  readonly kid: string;
  readonly private_key: Buffer;
  readonly age: number;
}

/** Keys lie sealed in the database: whoever reads a backup cannot sign. */
@Injectable()
export class PostgresSigningKeys extends SigningKeys {
  constructor(
    private readonly database: Database,
    private readonly work: UnitOfWork,
    private readonly sealed: Sealed,
  ) {
    super();
  }

  async current(): Promise<readonly SigningKey[]> {
    const keys = await this.#keys();
    return needsSuccessor(keys) ? this.#makeOne() : keys;
  }

  forget(): Promise<void> {
    return this.work.run(async () => {
      await this.database.query(TAKE_TURNS);
      const rows = await this.database.query<Row>(ALL);
      const opened = rows.filter((row) => this.#open(row) !== undefined);
      const settled = opened.find(({ age }) => age > SETTLED_SECONDS);
      const isOver = (row: Row): boolean => row.age >= READ_SECONDS || (settled !== undefined && !opened.includes(row) && row.age > settled.age);
      const over = rows.filter(isOver);
      if (over.length > 0) await this.database.send(FORGET, [over.map(({ kid }) => kid)]);
    });
  }

  /** Those sealed under another HOLDFAST_SECRET are of no use to anybody: their tokens stop counting, and a new key is made. */
  async #keys(): Promise<SigningKey[]> {
    const rows = await this.database.query<Row>(ALL);
    return rows.flatMap((row) => {
      const privateKey = row.age < READ_SECONDS ? this.#open(row) : undefined;
      return privateKey ? [{ kid: row.kid, privateKey, ageSeconds: row.age }] : [];
    });
  }

  #open({ private_key }: Row): Buffer | undefined {
    try {
      return this.sealed.open(private_key);
    } catch {
      return undefined;
    }
  }

  #makeOne(): Promise<readonly SigningKey[]> {
    return this.work.run(async () => {
      await this.database.query(TAKE_TURNS);
      const keys = await this.#keys();
      if (!needsSuccessor(keys)) return keys;
      const { privateKey } = generateKeyPairSync('ed25519');
      await this.database.send(ADD, [newId('sig'), this.sealed.seal(privateKey.export({ format: 'der', type: 'pkcs8' }))]);
      return this.#keys();
    });
  }
}

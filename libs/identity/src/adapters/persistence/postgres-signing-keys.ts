import { generateKeyPairSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork } from '@holdfast/kernel';
import { Database, Sealed, statement } from '@holdfast/platform';
import { READ_DAYS, type SigningKey, SigningKeys, SIGNS_DAYS } from '../../domain/signing-keys.js';

// Processes that start at once make one key and not one each.
const TAKE_TURNS = statement('identity.signing-keys-in-turn', `select pg_advisory_xact_lock(hashtext('identity.signing-keys'))`);
const CURRENT = statement(
  'identity.signing-keys',
  `select kid, private_key, created_at, created_at > now() - make_interval(days => $2) as signs
     from identity.signing_keys where created_at > now() - make_interval(days => $1) order by created_at desc`,
);
const ADD = statement('identity.add-signing-key', `insert into identity.signing_keys (kid, private_key) values ($1, $2)`);
const FORGET = statement('identity.forget-signing-keys', `delete from identity.signing_keys where created_at <= now() - make_interval(days => $1)`);

interface Row {
  readonly kid: string;
  readonly private_key: Buffer;
  readonly created_at: string;
  readonly signs: boolean;
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
    const rows = await this.#rows();
    return (rows[0]?.signs ? rows : await this.#makeOne()).map((row) => ({
      kid: row.kid,
      privateKey: this.sealed.open(row.private_key),
      createdAt: new Date(row.created_at),
    }));
  }

  #rows(): Promise<Row[]> {
    return this.database.query<Row>(CURRENT, [READ_DAYS, SIGNS_DAYS]);
  }

  #makeOne(): Promise<Row[]> {
    return this.work.run(async () => {
      await this.database.query(TAKE_TURNS);
      const rows = await this.#rows();
      if (rows[0]?.signs) return rows;
      const { privateKey } = generateKeyPairSync('ed25519');
      await this.database.send(FORGET, [READ_DAYS]);
      await this.database.send(ADD, [newId('sig'), this.sealed.seal(privateKey.export({ format: 'der', type: 'pkcs8' }))]);
      return this.#rows();
    });
  }
}

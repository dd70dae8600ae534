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
    const keys = await this.#keys();
    return keys[0]?.signs ? keys : this.#makeOne();
  }

  /** Those sealed under another HOLDFAST_SECRET are of no use to anybody: their tokens stop counting, and a new key is made. */
  async #keys(): Promise<(SigningKey & { readonly signs: boolean })[]> {
    const rows = await this.database.query<Row>(CURRENT, [READ_DAYS, SIGNS_DAYS]);
    return rows.flatMap(({ kid, private_key, created_at, signs }) => {
      try {
        return [{ kid, privateKey: this.sealed.open(private_key), createdAt: new Date(created_at), signs }];
      } catch {
        return [];
      }
    });
  }

  #makeOne(): Promise<readonly SigningKey[]> {
    return this.work.run(async () => {
      await this.database.query(TAKE_TURNS);
      const keys = await this.#keys();
      if (keys[0]?.signs) return keys;
      const { privateKey } = generateKeyPairSync('ed25519');
      await this.database.send(FORGET, [READ_DAYS]);
      await this.database.send(ADD, [newId('sig'), this.sealed.seal(privateKey.export({ format: 'der', type: 'pkcs8' }))]);
      return this.#keys();
    });
  }
}

import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import type { CustomerId } from '../../domain/customer.js';
import { ExternalIdentities, type ExternalIdentityId, type Subject } from '../../domain/external-identity.js';

const FIND = statement('identity.find-external-identity', `select customer_id from identity.external_identities where issuer = $1 and subject = $2`);
const USE = statement(
  'identity.use-external-identity',
  `update identity.external_identities set last_used_at = now() where issuer = $1 and subject = $2 and customer_id = $3 returning id`,
);
const LINK = statement(
  'identity.link-external-identity',
  `insert into identity.external_identities (id, issuer, subject, customer_id) values ($1, $2, $3, $4) on conflict do nothing returning id`,
);
// Those who remove from one account take turns: otherwise two would both leave the other's.
const LOCK = statement('identity.lock-ways-in', `select password_hash is not null as has_password from identity.customers where id = $1 for update`);
const OWN = statement('identity.own-external-identities', `select id from identity.external_identities where customer_id = $1`);
const REMOVE = statement('identity.remove-external-identity', `delete from identity.external_identities where id = $1 and customer_id = $2`);

@Injectable()
export class PostgresExternalIdentities extends ExternalIdentities {
  constructor(private readonly database: Database) {
    super();
  }

  async find({ issuer, subject }: Subject): Promise<CustomerId | undefined> {
    const row = await this.database.first<{ customer_id: string }>(FIND, [issuer, subject]);
    return row && toId('cus', row.customer_id);
  }

  async use({ issuer, subject }: Subject, customer: CustomerId): Promise<boolean> {
    return (await this.database.query(USE, [issuer, subject, toUuid(customer)])).length > 0;
  }

  async link(id: ExternalIdentityId, { issuer, subject }: Subject, customer: CustomerId): Promise<boolean> {
    return (await this.database.query(LINK, [toUuid(id), issuer, subject, toUuid(customer)])).length > 0;
  }

  async remove(id: ExternalIdentityId, owner: CustomerId): Promise<'removed' | 'unknown' | 'last-way-in'> {
    const account = await this.database.first<{ has_password: boolean }>(LOCK, [toUuid(owner)]);
    const own = await this.database.query<{ id: string }>(OWN, [toUuid(owner)]);
    if (!own.some((one) => one.id === toUuid(id))) return 'unknown';
    if (own.length === 1 && !account!.has_password) return 'last-way-in';
    await this.database.send(REMOVE, [toUuid(id), toUuid(owner)]);
    return 'removed';
  }
}

import { Injectable } from '@nestjs/common';
import { toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { AddressBooks, type AddressEntry, type AddressId } from '../../domain/address-book.js';
import type { CustomerId } from '../../domain/customer.js';

// Two statements: what waited for the lock has to count what its competitor wrote.
const LOCK = statement('identity.lock-address-book', `select id from identity.customers where id = $1 and status = 'active' for update`);
const COUNT = statement('identity.count-addresses', `select count(*)::int as n from identity.customer_addresses where customer_id = $1`);
const VERSION = statement('identity.address-version', `select version from identity.customer_addresses where customer_id = $1 and id = $2`);
// Before the new default comes: the indexes allow one of each kind.
const YIELD_DEFAULTS = statement(
  'identity.yield-default-address',
  `update identity.customer_addresses
      set default_shipping = default_shipping and not $3, default_billing = default_billing and not $4, version = version + 1, updated_at = now()
    where customer_id = $1 and id <> $2 and (default_shipping and $3 or default_billing and $4)`,
);
const ADD = statement(
  'identity.add-address',
  `insert into identity.customer_addresses (customer_id, id, name, line1, line2, city, region, postal_code, country, phone, default_shipping, default_billing)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
const REPLACE = statement(
  'identity.replace-address',
  `update identity.customer_addresses
      set name = $3, line1 = $4, line2 = $5, city = $6, region = $7, postal_code = $8, country = $9, phone = $10, default_shipping = $11, default_billing = $12,
          version = version + 1, updated_at = now()
    where customer_id = $1 and id = $2`,
);
const REMOVE = statement('identity.remove-address', `delete from identity.customer_addresses where customer_id = $1 and id = $2`);

@Injectable()
export class PostgresAddressBooks extends AddressBooks {
  constructor(private readonly database: Database) {
    super();
  }

  async lock(owner: CustomerId): Promise<number | undefined> {
    const locked = await this.database.query(LOCK, [toUuid(owner)]);
    if (locked.length === 0) return undefined;
    return (await this.database.first<{ n: number }>(COUNT, [toUuid(owner)]))?.n;
  }

  async versionOf(owner: CustomerId, id: AddressId): Promise<number | undefined> {
    return (await this.database.first<{ version: number }>(VERSION, [toUuid(owner), toUuid(id)]))?.version;
  }

  async add(owner: CustomerId, id: AddressId, entry: AddressEntry): Promise<void> {
    await this.#yieldDefaults(owner, id, entry);
    await this.database.send(ADD, [toUuid(owner), toUuid(id), ...columnsOf(entry)]);
  }

  async replace(owner: CustomerId, id: AddressId, entry: AddressEntry): Promise<void> {
    await this.#yieldDefaults(owner, id, entry);
    await this.database.send(REPLACE, [toUuid(owner), toUuid(id), ...columnsOf(entry)]);
  }

  async remove(owner: CustomerId, id: AddressId): Promise<void> {
    await this.database.send(REMOVE, [toUuid(owner), toUuid(id)]);
  }

  async #yieldDefaults(owner: CustomerId, id: AddressId, { defaultShipping, defaultBilling }: AddressEntry): Promise<void> {
    if (defaultShipping || defaultBilling) await this.database.send(YIELD_DEFAULTS, [toUuid(owner), toUuid(id), defaultShipping, defaultBilling]);
  }
}

const columnsOf = ({ name, line1, line2, city, region, postal_code, country, phone, defaultShipping, defaultBilling }: AddressEntry): unknown[] => [
  name, line1, line2 ?? null, city, region ?? null, postal_code ?? null, country, phone ?? null, defaultShipping, defaultBilling,
];

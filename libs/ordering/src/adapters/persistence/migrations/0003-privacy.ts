import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

const NAMES = 'Not personal: names of ours';
const GOODS = 'Not personal: goods and prices';
const OWNER = 'Not personal: an id; an erasure empties the row that it names';
const COUNTRY = 'Not personal: the country alone, which the records of VAT need';
const SCOPE = 'Secret: whose idempotency key it is: an id, or the hash of a token';

/** What the columns of carts, checkouts and orders hold of people, and what is left of those that forget them. */
export class Ordering0003 extends Migration {
  override name = '0003-ordering';

  override up(): void {
    for (const table of ['checkouts', 'orders']) {
      this.addSql(`alter table ordering.${table} add column erased_at timestamptz, alter column email drop not null`);
      this.addSql(`alter table ordering.${table} add constraint nobody_after_erasure check ((erased_at is null) = (email is not null))`);
      this.addSql(`
        alter table ordering.${table} add constraint nowhere_after_erasure
          check (erased_at is null or num_nonnulls(shipping_address, billing_address) = 0)`);
    }
    this.addSql(`alter table ordering.orders add column shipping_country text, add column billing_country text`);
    this.addSql(`
      create function ordering.refuse_remembering() returns trigger language plpgsql as $$
      begin
        raise exception 'what was erased stays erased' using errcode = 'restrict_violation';
      end $$`);
    for (const table of ['checkouts', 'orders']) {
      this.addSql(`
        create trigger erased_for_ever before update of erased_at on ordering.${table}
          for each row when (old.erased_at is not null and new.erased_at is distinct from old.erased_at) execute function ordering.refuse_remembering()`);
    }
    for (const statement of classified('ordering', {
      carts: { [NAMES]: 'currency', [GOODS]: 'lines', [OWNER]: 'customer_id current_of' },
      checkouts: { [NAMES]: 'currency', [GOODS]: 'lines', [SCOPE]: 'asked_scope', 'Not personal: chosen at random by the client': 'asked_key' },
      orders: { [NAMES]: 'currency', [OWNER]: 'customer_id', [COUNTRY]: 'shipping_country billing_country' },
      order_lines: { [GOODS]: 'title variant_title sku' },
    })) {
      this.addSql(statement);
    }
  }
}

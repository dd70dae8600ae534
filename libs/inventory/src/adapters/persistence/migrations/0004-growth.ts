import { Migration } from '@mikro-orm/migrations';

/** Lists of movements and levels, in their order. */
export class Inventory0004 extends Migration {
  override name = '0004-inventory';

  override up(): void {
    this.addSql(`create index movements_newest on inventory.movements (created_at desc, id desc)`);
    this.addSql(`create index movements_of_variant on inventory.movements (variant_id, created_at desc, id desc)`);
    // Led by the same column, and its order was of no use.
    this.addSql(`drop index inventory.movements_of_level`);
    this.addSql(`create index levels_of_location on inventory.levels (location_id, variant_id)`);
  }
}

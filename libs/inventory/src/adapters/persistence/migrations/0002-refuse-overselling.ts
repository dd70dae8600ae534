import { Migration } from '@mikro-orm/migrations';

/** Lets a statement that finds less stock than was granted fail as a whole. */
export class Inventory0002 extends Migration {
  override name = '0002-inventory';

  override up(): void {
    this.addSql(`
      create function inventory.refuse_overselling() returns void language plpgsql as $$
      begin
        raise exception 'less stock than was granted under lock' using errcode = 'restrict_violation';
      end $$`);
  }
}

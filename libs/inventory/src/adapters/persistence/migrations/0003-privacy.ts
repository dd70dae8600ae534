import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

/** Stock holds nothing about people. */
export class Inventory0003 extends Migration {
  override name = '0003-inventory';

  override up(): void {
    for (const statement of classified('inventory', {
      locations: { 'Not personal: about a place': 'code name' },
      movements: {
        'Not personal: names of ours': 'reason cause_kind',
        'Not personal: why staff corrected the stock': 'note',
        'Not personal: an id': 'actor',
      },
    })) {
      this.addSql(statement);
    }
  }
}

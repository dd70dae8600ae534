import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

/** What the columns of payments hold of people. Cards are at the gateway alone. */
export class Payments0002 extends Migration {
  override name = '0002-payments';

  override up(): void {
    for (const statement of classified('payments', {
      payments: {
        'Not personal: names of ours': 'gateway currency',
        'Personal data: stands for a means of payment at the gateway, until the payment is decided': 'method',
        'Personal data: where the shopper comes back to; the shop may have put anything into it': 'return_url',
        'Secret: where the shopper confirms the payment': 'next_action',
        'Not personal: by which the gateway and the books know the payment': 'reference',
      },
      operations: { 'Not personal: a name of ours': 'currency', 'Not personal: why it failed': 'code' },
    })) {
      this.addSql(statement);
    }
  }
}

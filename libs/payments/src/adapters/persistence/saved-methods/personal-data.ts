import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataSubject, type Id, PersonalData, toId, toUuid, type Wait } from '@holdfast/kernel';
import { Database, type Holding, HoldsPersonalData, statement } from '@holdfast/platform';
import { RemovePaymentMethod } from '../../../application/saved-methods/remove-payment-method.js';

export const SAVED_METHODS_HOLDINGS: readonly Holding[] = [
  {
    table: 'payments.payment_methods',
    ends: 'Kept until their owner removes them: then the gateway is told until it has forgotten them, and nothing of the card is left. An erasure removes all of them, and deletes the rows.',
  },
];

const EXPORT = statement(
  'payments.export-methods',
  `select platform.shown(to_jsonb(m), 'payments.payment_methods') as row from payments.payment_methods m where customer_id = $1 order by id`,
);
const WANTED = statement(
  'payments.wanted-methods',
  `select id from payments.payment_methods where customer_id = $1 and not unwanted and state in ('created', 'sent', 'requires_action', 'unknown', 'active') order by id for update`,
);
const DELETE = statement('payments.delete-methods', `delete from payments.payment_methods where customer_id = $1 and state in ('failed', 'detached')`);
const LEFT = statement(
  'payments.methods-left',
  `select id, now() + interval '1 minute' as until from payments.payment_methods where customer_id = $1 and state not in ('failed', 'detached') order by id`,
);
const DELETE_PAYER = statement(
  'payments.delete-payer',
  `delete from payments.payers where customer_id = $1 and not exists (select from payments.payment_methods where customer_id = $1)`,
);

/** Cards of customers: their faces here, themselves at the gateways. An erasure waits until the gateways have forgotten them. */
@Injectable()
@HoldsPersonalData('payment_methods', SAVED_METHODS_HOLDINGS)
export class SavedMethodsPersonalData extends PersonalData {
  constructor(
    private readonly database: Database,
    private readonly commands: CommandBus,
  ) {
    super();
  }

  async export({ customer }: DataSubject): Promise<Readonly<Record<string, unknown>>> {
    return { payment_methods: (await this.database.query<{ row: unknown }>(EXPORT, [toUuid(customer)])).map(({ row }) => row) };
  }

  async erase({ customer }: DataSubject): Promise<readonly Wait[]> {
    const values = [toUuid(customer)];
    const wanted = await this.database.query<{ id: string }>(WANTED, values);
    for (const { id } of wanted) await this.commands.execute(new RemovePaymentMethod(customer as Id<'cus'>, toId('pm', id)));
    await this.database.send(DELETE, values);
    await this.database.send(DELETE_PAYER, values);
    const left = await this.database.query<{ id: string; until: string }>(LEFT, values);
    return left.map(({ id, until }) => ({ subject: toId('pm', id), reason: 'payment-method-at-its-gateway', until: new Date(until) }));
  }
}

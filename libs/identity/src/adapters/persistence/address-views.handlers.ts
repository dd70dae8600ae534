import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { type AddressView, GetAddress, ListAddresses, type VersionedAddress } from '../../application/address-views.js';
import { AddressNotFound } from '../../domain/account-errors.js';

const COLUMNS = 'id, name, line1, line2, city, region, postal_code, country, phone, default_shipping, default_billing, version, created_at, updated_at';
const LIST = statement('identity.addresses', `select ${COLUMNS} from identity.customer_addresses where customer_id = $1 order by id desc`);
const GET = statement('identity.address', `select ${COLUMNS} from identity.customer_addresses where customer_id = $1 and id = $2`);

interface Row {
  readonly id: string;
  readonly name: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postal_code: string | null;
  readonly country: string;
  readonly phone: string | null;
  readonly default_shipping: boolean;
  readonly default_billing: boolean;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

@QueryHandler(ListAddresses)
export class ListAddressesHandler implements IQueryHandler<ListAddresses> {
  constructor(private readonly database: Database) {}

  async execute({ owner }: ListAddresses): Promise<AddressView[]> {
    return (await this.database.query<Row>(LIST, [toUuid(owner)])).map(view);
  }
}

@QueryHandler(GetAddress)
export class GetAddressHandler implements IQueryHandler<GetAddress> {
  constructor(private readonly database: Database) {}

  async execute({ owner, id }: GetAddress): Promise<VersionedAddress> {
    const row = await this.database.first<Row>(GET, [toUuid(owner), toUuid(id)]);
    if (!row) throw new AddressNotFound();
    return { address: view(row), version: row.version };
  }
}

/** Fields that nobody filled in are absent, as in every address. */
const view = ({ id, line2, region, postal_code, phone, version: _version, created_at, updated_at, ...rest }: Row): AddressView => ({
  id: toId('adr', id),
  ...rest,
  ...(line2 === null ? {} : { line2 }),
  ...(region === null ? {} : { region }),
  ...(postal_code === null ? {} : { postal_code }),
  ...(phone === null ? {} : { phone }),
  created_at: new Date(created_at).toISOString(),
  updated_at: new Date(updated_at).toISOString(),
});

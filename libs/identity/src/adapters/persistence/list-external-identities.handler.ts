import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { type ExternalIdentityView, ListExternalIdentities } from '../../application/list-external-identities.js';

const LIST = statement(
  'identity.list-external-identities',
  `select id, issuer, subject, created_at, last_used_at from identity.external_identities where customer_id = $1 order by id`,
);

type Row = Omit<ExternalIdentityView, 'id'> & { readonly id: string };

const time = (text: string): string => new Date(text).toISOString();

@QueryHandler(ListExternalIdentities)
export class ListExternalIdentitiesHandler implements IQueryHandler<ListExternalIdentities> {
  constructor(private readonly database: Database) {}

  async execute({ owner }: ListExternalIdentities): Promise<ExternalIdentityView[]> {
    const rows = await this.database.query<Row>(LIST, [toUuid(owner)]);
    return rows.map(({ id, issuer, subject, created_at, last_used_at }) => ({
      id: toId('eid', id), issuer, subject, created_at: time(created_at), last_used_at: time(last_used_at),
    }));
  }
}

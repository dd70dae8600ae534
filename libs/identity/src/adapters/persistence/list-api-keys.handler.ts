import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, statement } from '@holdfast/platform';
import { type ApiKeyView, ListApiKeys } from '../../application/list-api-keys.js';

const LIST = statement(
  'identity.api-keys',
  `select id, name, prefix, scopes, created_at, expires_at, revoked_at, last_used_at,
          case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'active' end as status
     from identity.api_keys where ($1::uuid is null or id < $1) order by id desc limit $2`,
);

type Row = Pick<ApiKeyView, 'name' | 'prefix' | 'scopes' | 'status'> & {
  id: string; created_at: string; expires_at: string | null; revoked_at: string | null; last_used_at: string | null;
};

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListApiKeys): Promise<Page<ApiKeyView>> {
    const [before] = cursor ? decodeCursor(cursor, 'api-keys', ['uuid']) : [null];
    const rows = await this.database.query<Row>(LIST, [before, limit + 1]);
    return pageOf(rows, limit, view, (last) => encodeCursor('api-keys', [last.id]));
  }
}

const time = (text: string | null): string | null => (text ? new Date(text).toISOString() : null);

const view = ({ id, name, prefix, scopes, status, ...times }: Row): ApiKeyView => ({
  id: toId('key', id),
  name,
  prefix,
  scopes,
  status,
  created_at: new Date(times.created_at).toISOString(),
  expires_at: time(times.expires_at),
  revoked_at: time(times.revoked_at),
  last_used_at: time(times.last_used_at),
});

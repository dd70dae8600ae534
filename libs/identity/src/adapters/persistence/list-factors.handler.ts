import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { type FactorView, ListFactors } from '../../application/list-factors.js';

const LIST = statement('identity.list-factors', `select id, created_at, confirmed_at from identity.mfa_factors where subject_id = $1 order by id`);

@QueryHandler(ListFactors)
export class ListFactorsHandler implements IQueryHandler<ListFactors> {
  constructor(private readonly database: Database) {}

  async execute({ subject }: ListFactors): Promise<FactorView[]> {
    const rows = await this.database.query<{ id: string; created_at: string; confirmed_at: string | null }>(LIST, [toUuid(subject)]);
    return rows.map(({ id, created_at, confirmed_at }) => ({
      id: toId('mfa', id),
      kind: 'totp',
      status: confirmed_at ? 'confirmed' : 'unconfirmed',
      created_at: new Date(created_at).toISOString(),
      confirmed_at: confirmed_at && new Date(confirmed_at).toISOString(),
    }));
  }
}

import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { ListSessions, type SessionView } from '../../application/list-sessions.js';

const MOST = 200;
const LIST = statement(
  'identity.list-sessions',
  `select id, device, address, created_at, last_used_at, expires_at from identity.sessions
    where subject_id = $1 and ended_at is null and expires_at > now() order by last_used_at desc, id desc limit ${MOST}`,
);

interface Row {
  readonly id: string;
  readonly device: string | null;
  readonly address: string | null;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
}

const time = (text: string): string => new Date(text).toISOString();

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(private readonly database: Database) {}

  async execute({ subject, current }: ListSessions): Promise<SessionView[]> {
    const rows = await this.database.query<Row>(LIST, [toUuid(subject)]);
    return rows.map(({ device, address, ...row }) => {
      const id = toId('ses', row.id);
      return { id, device, address, created_at: time(row.created_at), last_used_at: time(row.last_used_at), expires_at: time(row.expires_at), current: id === current };
    });
  }
}

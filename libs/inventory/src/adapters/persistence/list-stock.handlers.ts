import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Page, toId, toUuid } from '@holdfast/kernel';
import { Database, decodeCursor, encodeCursor, pageOf, plannedByValues, statement } from '@holdfast/platform';
import { type LevelView, ListLocations, ListStockLevels, ListStockMovements, type LocationView, type MovementView } from '../../application/queries.js';

const LOCATIONS = statement('inventory.locations', `select id, code, name, rank from inventory.locations order by rank, id`);
const LEVELS = plannedByValues(
  'inventory.levels',
  `select variant_id, location_id, on_hand, reserved from inventory.levels
    where ($1::uuid is null or variant_id = $1) and ($2::uuid is null or location_id = $2)
      and ($3::uuid is null or (variant_id, location_id) > ($3, $4))
    order by variant_id, location_id limit $5`,
);
const LEVELS_AS_OF = plannedByValues(
  'inventory.levels-as-of',
  `select l.variant_id, l.location_id, coalesce(sum(m.delta_on_hand), 0)::int as on_hand, coalesce(sum(m.delta_reserved), 0)::int as reserved
     from (select variant_id, location_id from inventory.levels
            where ($1::uuid is null or variant_id = $1) and ($2::uuid is null or location_id = $2)
              and ($3::uuid is null or (variant_id, location_id) > ($3, $4))
            order by variant_id, location_id limit $5) l
     left join inventory.movements m on m.variant_id = l.variant_id and m.location_id = l.location_id and m.created_at <= $6
    group by 1, 2 order by 1, 2`,
);
const MOVEMENTS = plannedByValues(
  'inventory.movements',
  `select m.id, m.variant_id, m.location_id, m.delta_on_hand, m.delta_reserved, m.reason, m.note, m.cause_kind, m.cause, m.actor, m.created_at, h.checkout_id
     from inventory.movements m left join inventory.holds h on m.cause_kind = 'hold' and h.id = m.cause
    where ($1::uuid is null or m.variant_id = $1) and ($2::uuid is null or m.location_id = $2)
      and ($3::timestamptz is null or (m.created_at, m.id) < ($3, $4))
    order by m.created_at desc, m.id desc limit $5`,
);

type LevelRow = { variant_id: string; location_id: string; on_hand: number; reserved: number };
type MovementRow = LevelRow & {
  id: string; delta_on_hand: number; delta_reserved: number; reason: string; note: string | null;
  cause_kind: string; cause: string; actor: string | null; created_at: string; checkout_id: string | null;
};

const uuidOrNull = (id: string | undefined): string | null => (id ? toUuid(id) : null);

@QueryHandler(ListLocations)
export class ListLocationsHandler implements IQueryHandler<ListLocations> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<Page<LocationView>> {
    const rows = await this.database.query<{ id: string; code: string; name: string; rank: number }>(LOCATIONS);
    return { data: rows.map((row) => ({ ...row, id: toId('loc', row.id) })), page: { next_cursor: null, has_more: false } };
  }
}

@QueryHandler(ListStockLevels)
export class ListStockLevelsHandler implements IQueryHandler<ListStockLevels> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { variantId, locationId, limit, cursor, asOf } }: ListStockLevels): Promise<Page<LevelView>> {
    const [afterVariant, afterLocation] = cursor ? decodeCursor(cursor, 'levels', ['uuid', 'uuid']) : [null, null];
    const values = [uuidOrNull(variantId), uuidOrNull(locationId), afterVariant, afterLocation, limit + 1];
    const rows = await this.database.query<LevelRow>(asOf ? LEVELS_AS_OF : LEVELS, asOf ? [...values, asOf] : values);
    return pageOf(rows, limit, levelView, (last) => encodeCursor('levels', [last.variant_id, last.location_id]));
  }
}

@QueryHandler(ListStockMovements)
export class ListStockMovementsHandler implements IQueryHandler<ListStockMovements> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { variantId, locationId, limit, cursor } }: ListStockMovements): Promise<Page<MovementView>> {
    const [before, beforeId] = cursor ? decodeCursor(cursor, 'movements', ['timestamp', 'uuid']) : [null, null];
    const rows = await this.database.query<MovementRow>(MOVEMENTS, [uuidOrNull(variantId), uuidOrNull(locationId), before, beforeId, limit + 1]);
    return pageOf(rows, limit, movementView, (last) => encodeCursor('movements', [last.created_at, last.id]));
  }
}

const levelView = (row: LevelRow): LevelView => ({
  variant_id: toId('var', row.variant_id),
  location_id: toId('loc', row.location_id),
  on_hand: row.on_hand,
  reserved: row.reserved,
  available: row.on_hand - row.reserved,
});

const movementView = (row: MovementRow): MovementView => ({
  id: toId('mov', row.id),
  variant_id: toId('var', row.variant_id),
  location_id: toId('loc', row.location_id),
  delta_on_hand: row.delta_on_hand,
  delta_reserved: row.delta_reserved,
  reason: row.reason,
  note: row.note,
  cause: toId(row.cause_kind, row.cause),
  checkout_id: row.checkout_id ? toId('chk', row.checkout_id) : null,
  actor: row.actor,
  created_at: new Date(row.created_at).toISOString(),
});

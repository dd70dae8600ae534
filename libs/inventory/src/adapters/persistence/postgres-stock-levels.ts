import { Injectable } from '@nestjs/common';
import { type Id, newId, toId, toUuid, UnitOfWork } from '@holdfast/kernel';
import { correlation, Database, statement } from '@holdfast/platform';
import type { AdjustableLevel, AdjustedLevel, Adjustment } from '../../domain/adjustment.js';
import { UnknownLocation, UnknownVariant } from '../../domain/errors.js';
import { StockLevels } from '../../domain/stock-levels.js';
import { AVAILABILITY_CHANGED } from '../../inventory.js';

const LOCATIONS = statement('inventory.location-ids', `select id from inventory.locations order by rank, id`);
const KNOWN = statement('inventory.known-variants', `select distinct variant_id from inventory.levels where variant_id = any($1::uuid[])`);
const MAKE = statement(
  'inventory.make-levels',
  `insert into inventory.levels (id, variant_id, location_id)
   select id, variant_id, location_id from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as d(id, variant_id, location_id)
    order by variant_id, location_id on conflict do nothing`,
);
const LOCK = statement(
  'inventory.lock-pairs',
  `select l.variant_id, l.location_id, l.on_hand, l.reserved from inventory.levels l
     join unnest($1::uuid[], $2::uuid[]) as d(variant_id, location_id) using (variant_id, location_id)
    order by l.variant_id, l.location_id for update of l`,
);
const SAVE = statement(
  'inventory.adjust',
  `with d as (
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) as d(id, variant_id, location_id, delta)
   ), noted as (
     insert into inventory.movements (id, variant_id, location_id, delta_on_hand, delta_reserved, reason, note, cause_kind, cause, actor)
     select id, variant_id, location_id, delta, 0, 'adjustment', $5, 'adj', $6, $7 from d
   )
   update inventory.levels l
      set on_hand = l.on_hand + d.delta,
          flips = l.flips + ((l.on_hand > l.reserved) <> (l.on_hand + d.delta > l.reserved))::int
     from d where l.variant_id = d.variant_id and l.location_id = d.location_id
   returning l.id, l.variant_id, l.flips, l.on_hand > l.reserved as in_stock,
             (l.on_hand > l.reserved) <> (l.on_hand - d.delta > l.reserved) as flipped`,
);

interface Saved {
  readonly id: string;
  readonly variant_id: string;
  readonly flips: number;
  readonly in_stock: boolean;
  readonly flipped: boolean;
}

/** Set-based SQL: one adjustment may touch a thousand levels. */
@Injectable()
export class PostgresStockLevels extends StockLevels {
  constructor(
    private readonly database: Database,
    private readonly work: UnitOfWork,
  ) {
    super();
  }

  async locate(adjustments: readonly (Omit<Adjustment, 'locationId'> & { locationId?: Adjustment['locationId'] })[]): Promise<Adjustment[]> {
    const locations = (await this.database.query<{ id: string }>(LOCATIONS)).map(({ id }) => toId('loc', id));
    const strange = adjustments.flatMap(({ locationId }) => (locationId && !locations.includes(locationId) ? [locationId] : []));
    if (strange.length > 0) throw new UnknownLocation(strange);
    const wanted = [...new Set(adjustments.map(({ variantId }) => variantId))];
    const rows = await this.database.query<{ variant_id: string }>(KNOWN, [wanted.map(toUuid)]);
    const known = new Set(rows.map((row) => toId('var', row.variant_id)));
    const unknown = wanted.filter((variantId) => !known.has(variantId));
    if (unknown.length > 0) throw new UnknownVariant(unknown);
    return adjustments.map((adjustment) => ({ ...adjustment, locationId: adjustment.locationId ?? locations[0]! }));
  }

  async lock(adjustments: readonly Adjustment[]): Promise<AdjustableLevel[]> {
    const variants = adjustments.map(({ variantId }) => toUuid(variantId));
    const locations = adjustments.map(({ locationId }) => toUuid(locationId));
    await this.database.query(MAKE, [adjustments.map(() => toUuid(newId('lvl'))), variants, locations]);
    const rows = await this.database.query<{ variant_id: string; location_id: string; on_hand: number; reserved: number }>(LOCK, [variants, locations]);
    return rows.map((row) => ({
      variantId: toId('var', row.variant_id),
      locationId: toId('loc', row.location_id),
      onHand: row.on_hand,
      reserved: row.reserved,
    }));
  }

  async save(levels: readonly AdjustedLevel[], cause: Id<'adj'>, reason: string): Promise<void> {
    const changed = levels.filter(({ delta }) => delta !== 0);
    if (changed.length === 0) return;
    const rows = await this.database.query<Saved>(SAVE, [
      changed.map(() => toUuid(newId('mov'))),
      changed.map(({ variantId }) => toUuid(variantId)),
      changed.map(({ locationId }) => toUuid(locationId)),
      changed.map(({ delta }) => delta),
      reason,
      toUuid(cause),
      correlation()?.actor ?? null,
    ]);
    this.work.record(
      rows.filter(({ flipped }) => flipped).map((row) => ({
        type: AVAILABILITY_CHANGED,
        subject: toId('lvl', row.id),
        version: row.flips,
        payload: { variant_id: toId('var', row.variant_id), in_stock: row.in_stock },
      })),
    );
  }
}

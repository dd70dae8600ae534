import { Injectable } from '@nestjs/common';
import { type DomainEvent, type Id, newId, toId, toUuid, UnitOfWork } from '@holdfast/kernel';
import { correlation, Database } from '@holdfast/platform';
import { grant, type Grants, type Level } from '../../domain/grant.js';
import type { Hold } from '../../domain/hold.js';
import { AVAILABILITY_CHANGED, type HoldOutcome, type HoldRequest, type InitialStock, Inventory, type Placement, type VariantId } from '../../inventory.js';
import * as sql from './statements.js';

interface LevelRow {
  readonly id: string;
  readonly variant_id: string;
  readonly location_id: string;
  readonly on_hand: number;
  readonly reserved: number;
  readonly flips: number;
  readonly rank: number;
}

interface Flip {
  readonly id: string;
  readonly variant_id: string;
  readonly flips: number;
}

const uuids = (ids: readonly string[]): string[] => ids.map(toUuid);

/** SQL throughout: stock is the contended path, and each step is one set-based statement for a whole batch. */
@Injectable()
export class PostgresInventory extends Inventory {
  constructor(
    private readonly database: Database,
    private readonly work: UnitOfWork,
  ) {
    super();
  }

  async hold(requests: readonly HoldRequest[]): Promise<HoldOutcome[]> {
    const variants = [...new Set(requests.flatMap(({ demand }) => demand.map(({ variantId }) => variantId)))];
    let rows = await this.database.query<LevelRow>(sql.LOCK_LEVELS, [uuids(variants)]);
    let grants = grant(rows.map(levelOf), requests);
    const asked = new Set<VariantId>();
    // Whoever is served by what came back leaves less of other variants to those behind: they may come short of these only then.
    for (let short = shortIn(grants, asked); short.length > 0; short = shortIn(grants, asked)) {
      for (const variantId of short) asked.add(variantId);
      const reclaimed = await this.#reclaim(short, rows);
      if (!reclaimed) continue;
      rows = reclaimed;
      grants = grant(rows.map(levelOf), requests);
    }
    if (grants.holds.length > 0) await this.#place(grants.holds, rows);
    return [...grants.outcomes];
  }

  async allocate(placed: readonly Placement[]): Promise<Set<Id<'chk'>>> {
    const rows = await this.database.query<{ checkout_id: string }>(sql.ALLOCATE, [
      uuids(placed.map(({ checkoutId }) => checkoutId)),
      uuids(placed.map(({ orderId }) => orderId)),
      placed.map(({ units }) => units),
    ]);
    return new Set(rows.map((row) => toId('chk', row.checkout_id)));
  }

  async pin(checkoutIds: readonly Id<'chk'>[], until: Date): Promise<Set<Id<'chk'>>> {
    const rows = await this.database.query<{ checkout_id: string }>(sql.PIN, [uuids(checkoutIds), until]);
    return new Set(rows.map((row) => toId('chk', row.checkout_id)));
  }

  async unpin(checkoutIds: readonly Id<'chk'>[]): Promise<void> {
    await this.database.send(sql.UNPIN, [uuids(checkoutIds)]);
  }

  async release(checkoutIds: readonly Id<'chk'>[], why: 'released' | 'expired'): Promise<void> {
    const held = await this.database.query<{ variant_id: string }>(sql.HELD_VARIANTS, [uuids(checkoutIds)]);
    if (held.length === 0) return;
    await this.database.query(sql.LOCK_LEVELS, [held.map((row) => row.variant_id)]);
    this.#announce(await this.database.query<Flip>(sql.RELEASE, [uuids(checkoutIds), why]), true);
  }

  async availability(variantIds: readonly VariantId[]): Promise<Map<VariantId, number>> {
    const rows = await this.database.query<{ variant_id: string; available: number }>(sql.AVAILABILITY, [uuids(variantIds)]);
    const known = new Map(rows.map((row) => [toId('var', row.variant_id), row.available]));
    return new Map(variantIds.map((variantId) => [variantId, known.get(variantId) ?? 0]));
  }

  async stockInitially(items: readonly InitialStock[], cause: string): Promise<void> {
    const flips = await this.database.query<Flip>(sql.STOCK_INITIALLY, [
      items.map(() => toUuid(newId('lvl'))),
      items.map(() => toUuid(newId('mov'))),
      uuids(items.map(({ variantId }) => variantId)),
      items.map(({ quantity }) => quantity),
      cause.slice(0, cause.lastIndexOf('_')),
      toUuid(cause),
      correlation()?.actor ?? null,
    ]);
    this.#announce(flips, true);
  }

  /** The levels after expired holds of these variants were given up; undefined when there were none. */
  async #reclaim(variants: readonly VariantId[], rows: readonly LevelRow[]): Promise<LevelRow[] | undefined> {
    const back = await this.database.query<Flip & { quantity: number; came_back: boolean }>(sql.RECLAIM_EXPIRED, [uuids(variants)]);
    if (back.length === 0) return undefined;
    this.#announce(back.filter(({ came_back }) => came_back), true);
    const freed = new Map(back.map((level) => [level.id, level]));
    return rows.map((row) => {
      const level = freed.get(row.id);
      return level ? { ...row, reserved: row.reserved - level.quantity, flips: level.flips } : row;
    });
  }

  async #place(holds: readonly Hold[], rows: readonly LevelRow[]): Promise<void> {
    await this.database.send(sql.PLACE_HOLDS, [
      holds.map(() => toUuid(newId('hold'))),
      uuids(holds.map((hold) => hold.checkoutId)),
      uuids(holds.map((hold) => hold.variantId)),
      uuids(holds.map((hold) => hold.locationId)),
      holds.map((hold) => hold.quantity),
      holds.map((hold) => hold.expiresAt),
      holds.map((hold) => hold.pinned),
    ]);
    const taken = new Map<string, number>();
    for (const { variantId, locationId, quantity } of holds) {
      const key = `${variantId}@${locationId}`;
      taken.set(key, (taken.get(key) ?? 0) + quantity);
    }
    const soldOut = rows.filter((row) => {
      const { variantId, locationId, onHand, reserved } = levelOf(row);
      const quantity = taken.get(`${variantId}@${locationId}`) ?? 0;
      return quantity > 0 && onHand - reserved === quantity;
    });
    this.#announce(soldOut.map(({ id, variant_id, flips }) => ({ id, variant_id, flips: flips + 1 })), false);
  }

  #announce(flips: readonly Flip[], inStock: boolean): void {
    this.work.record(
      flips.map(
        ({ id, variant_id, flips: version }): DomainEvent => ({
          type: AVAILABILITY_CHANGED,
          subject: toId('lvl', id),
          version,
          payload: { variant_id: toId('var', variant_id), in_stock: inStock },
        }),
      ),
    );
  }
}

/** Variants that somebody came short of, besides those of `known`. */
const shortIn = ({ outcomes }: Grants, known: ReadonlySet<VariantId>): VariantId[] => {
  const short = outcomes.flatMap((outcome) => (outcome.held ? [] : outcome.shortages.map(({ variantId }) => variantId)));
  return [...new Set(short)].filter((variantId) => !known.has(variantId));
};

const levelOf = (row: LevelRow): Level => ({
  variantId: toId('var', row.variant_id),
  locationId: toId('loc', row.location_id),
  rank: row.rank,
  onHand: row.on_hand,
  reserved: row.reserved,
});

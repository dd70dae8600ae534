import { Migration } from '@mikro-orm/migrations';

/** Locations, levels, holds and the movement ledger. */
export class Inventory0001 extends Migration {
  override name = '0001-inventory';

  override up(): void {
    this.addSql(`create schema if not exists inventory`);
    this.addSql(`
      create table inventory.locations (
        id uuid primary key,
        code text not null unique,
        name text not null,
        rank int not null,
        created_at timestamptz not null default now()
      )`);
    this.addSql(`insert into inventory.locations (id, code, name, rank) values ('01938000-0000-7000-8000-000000000001', 'main', 'Main warehouse', 0)`);
    // Counters in no index and room on the page: updates stay heap-only, which hot variants need.
    this.addSql(`
      create table inventory.levels (
        id uuid primary key,
        variant_id uuid not null,
        location_id uuid not null references inventory.locations,
        on_hand int not null default 0 check (on_hand >= 0),
        reserved int not null default 0,
        flips int not null default 0,
        unique (variant_id, location_id),
        constraint never_oversold check (reserved >= 0 and reserved <= on_hand)
      ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)`);
    this.addSql(`
      create table inventory.holds (
        id uuid primary key,
        checkout_id uuid not null,
        order_id uuid,
        variant_id uuid not null,
        location_id uuid not null,
        quantity int not null check (quantity > 0),
        status text not null default 'held' check (status in ('held', 'allocated', 'shipped', 'expired', 'released')),
        pinned boolean not null default false,
        expires_at timestamptz not null,
        created_at timestamptz not null default now(),
        check ((status in ('allocated', 'shipped')) <= (order_id is not null))
      )`);
    this.addSql(`create index holds_of_checkout on inventory.holds (checkout_id)`);
    this.addSql(`create index holds_live on inventory.holds (variant_id, expires_at) where status = 'held' and not pinned`);
    this.addSql(`
      create function inventory.check_hold_transition() returns trigger language plpgsql as $$
      begin
        if old.status || '>' || new.status not in
           ('allocated>released', 'allocated>shipped', 'held>allocated', 'held>expired', 'held>released') then
          raise exception 'hold: % to % is not legal', old.status, new.status using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger legal_transitions before update of status on inventory.holds
        for each row when (old.status is distinct from new.status) execute function inventory.check_hold_transition()`);
    this.addSql(`
      create table inventory.movements (
        id uuid primary key,
        variant_id uuid not null,
        location_id uuid not null,
        delta_on_hand int not null,
        delta_reserved int not null,
        reason text not null,
        note text,
        cause_kind text not null,
        cause uuid not null,
        actor text,
        created_at timestamptz not null default now(),
        unique (cause, reason, variant_id, location_id),
        check (delta_on_hand <> 0 or delta_reserved <> 0)
      )`);
    this.addSql(`create index movements_of_level on inventory.movements (variant_id, location_id, id)`);
    this.addSql(`
      create function inventory.refuse_rewriting_history() returns trigger language plpgsql as $$
      begin
        raise exception '% of movements is refused: they are history', lower(tg_op) using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`
      create trigger append_only before update or delete on inventory.movements
        for each row execute function inventory.refuse_rewriting_history()`);
    this.addSql(`
      create trigger no_truncate before truncate on inventory.movements
        for each statement execute function inventory.refuse_rewriting_history()`);
  }
}

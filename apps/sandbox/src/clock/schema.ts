/** Connections see this schema before pg_catalog: what SQL calls `now()` is the time of the sandbox. */
export const SANDBOX_TIME = '-c search_path=sandbox_clock,pg_catalog,public';

/**
 * By how much the sandbox is ahead, as a constant in functions that PostgreSQL puts into its plans. Comes before all tables, so that their defaults
 * follow; those of a database that is older are moved over. Safe to run at every start; it moves nothing.
 */
export const CLOCK_SCHEMA = `
create schema if not exists sandbox_clock;

create or replace function sandbox_clock.move_to(seconds bigint) returns void language plpgsql as $$
declare
  name text;
begin
  execute format('create or replace function sandbox_clock.offset_seconds() returns bigint
    language sql stable as ''select %s::bigint''', seconds);
  foreach name in array array['now', 'clock_timestamp'] loop
    execute format('create or replace function sandbox_clock.%1$I() returns timestamptz language sql
      %2$s as ''select pg_catalog.%1$I() + pg_catalog.interval ''''%3$s seconds''''''',
      name, case name when 'now' then 'stable' else 'volatile' end, seconds);
  end loop;
end $$;

do $$
declare
  one record;
begin
  if to_regprocedure('sandbox_clock.now()') is null then perform sandbox_clock.move_to(0); end if;
  for one in
    select d.adrelid::regclass as of, a.attname as name,
           replace(pg_get_expr(d.adbin, d.adrelid), 'pg_catalog.now()', 'sandbox_clock.now()') as value
      from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
     where d.adrelid in (select c.oid from pg_class c where c.relnamespace = to_regnamespace('sandbox'))
       and pg_get_expr(d.adbin, d.adrelid) like '%pg_catalog.now()%'
  loop
    execute format('alter table %s alter column %I set default %s', one.of, one.name, one.value);
  end loop;
end $$;
`;

import { isTest, moduleOf, type Source, textsOf } from '../sources.js';

/** BullMQ keeps its tables in a schema of its own, which belongs to nobody's module. */
const OTHERS = ['public', 'bullmq'];

const isMigration = ({ path }: Source): boolean => path.includes('/persistence/migrations/');

/** `schema.name`, not within a longer name; wire names of events go on with a hyphen or `.v1`. */
const named = (schemas: readonly string[]): RegExp =>
  new RegExp(String.raw`(?<![\w.'@/-])(${schemas.join('|')})\.(?=[a-z"…])(?![\w-]+[.-])`, 'g');

/** A new thing whose name has no schema; constraints and triggers have none. */
const BARE = new RegExp(
  [
    String.raw`\bcreate (?:or replace )?(?:unlogged |materialized )?`,
    '(?:table|function|view|type|sequence)',
    String.raw`(?: if not exists)? (?!\w+\.)\w+`,
    String.raw`|\bindex\s+(?:if not exists\s+)?(?:\w+\s+)?on\s+(?!\w+\.)\w+`,
  ].join(''),
  'gi',
);

/** Words before the name of a table, as SQL has them and prose seldom. */
const TABLE = String.raw`\b(?:from|join|into|update|references|table|only|truncate|function)\s+`;

/** A promise that spans modules is proved across their schemas, by queries nothing else runs. */
const isInvariants = ({ path }: Source): boolean => path.endsWith('/persistence/invariants.ts');

/** Long work that clients ask after is in one table of the platform, which the modules fill. */
const SHARED = ['platform.jobs'];

/** How a migration puts a table of its own under the audit log. */
const AUDIT = /\bselect platform\.audit\(/g;

function schemasOf(sources: readonly Source[]): string[] {
  return [...new Set(sources.flatMap((source) => moduleOf(source) ?? []))];
}

/** Migrations that name another module's schema, or none. */
export function foreignSchemasInMigrations(sources: readonly Source[]): string[] {
  const schemas = [...schemasOf(sources), ...OTHERS];
  return sources.filter(isMigration).flatMap((source) => {
    const foreign = named(schemas.filter((schema) => schema !== moduleOf(source)));
    return textsOf(source).flatMap((text) => [
      ...[...text.replaceAll(AUDIT, '').matchAll(foreign)].map(([match]) => `${source.path}: names ${match}`),
      ...[...text.matchAll(BARE)].map(([match]) => `${source.path}: no schema in "${match}"`),
    ]);
  });
}

/** SQL anywhere in a module that reads or writes another module's tables. */
export function foreignTables(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => moduleOf(source) && !isTest(source) && !isInvariants(source))
    .flatMap((source) => {
      const others = schemasOf(sources).filter((schema) => schema !== moduleOf(source));
      const foreign = new RegExp(`${TABLE}(?:${others.join('|')})\\.\\w+`, 'gi');
      return textsOf(source)
        .flatMap((text) => [...text.matchAll(foreign)].map(([match]) => match))
        .filter((match) => !SHARED.some((table) => match.endsWith(` ${table}`)))
        .map((match) => `${source.path}: ${match}`);
    });
}

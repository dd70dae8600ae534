/** Of a table: what its columns hold, as a comment, and the columns of which that is true, with blanks between them. */
type Contents = Readonly<Record<string, string>>;

/**
 * Statements that write into the comment of each column what it holds of people: `Personal data: why`, `Secret: what` or `Not personal:
 * what`. Everything that asks reads these comments: the audit log, the catalog of personal data, the tests. See docs/adr/0024.
 */
export const classified = (schema: string, tables: Readonly<Record<string, Contents>>): string[] =>
  Object.entries(tables).flatMap(([table, contents]) =>
    Object.entries(contents).flatMap(([comment, columns]) =>
      columns.split(' ').map((column) => `comment on column ${schema}.${table}.${column} is '${comment.replaceAll("'", "''")}'`)),
  );

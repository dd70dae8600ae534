import { CATALOG_OF_COLUMNS, type CatalogedColumn, personalDataPage } from '@holdfast/platform';
import { HOLDINGS } from '../../composition/holdings.js';
import { connected } from './connection.js';

/** All columns of this database, with what they hold of people. */
export const catalogedColumns = (databaseUrl: string): Promise<CatalogedColumn[]> =>
  connected(databaseUrl, async (client) => (await client.query<CatalogedColumn>(CATALOG_OF_COLUMNS)).rows);

/** The catalog of personal data, as the page that is docs/personal-data.md. */
export const personalDataOf = (columns: readonly CatalogedColumn[]): string => personalDataPage(columns, HOLDINGS);

export const personalData = async (databaseUrl: string): Promise<string> => personalDataOf(await catalogedColumns(databaseUrl));

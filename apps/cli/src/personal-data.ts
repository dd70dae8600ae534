import pg from 'pg';
import { CATALOG_OF_COLUMNS, type CatalogedColumn, personalDataPage } from '@holdfast/platform';
import { HOLDINGS } from '../../composition/holdings.js';

/** The catalog of personal data of this database, as the page that is docs/personal-data.md. */
export async function personalData(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<CatalogedColumn>(CATALOG_OF_COLUMNS);
    return personalDataPage(rows, HOLDINGS);
  } finally {
    await client.end();
  }
}

import { createScriptTransformer } from '@jest/transform';
import { compileSources } from './sources.mjs';

/** Starts one PostgreSQL for the whole run and prepares the database that every test database is a copy of. */
export default async function setUp({ seed }, config) {
  const transformer = await createScriptTransformer(config);
  compileSources((file, options) => transformer.transform(file, options).code);
  const { shareSeed } = await import('../support/seed.js');
  const { startTestServer } = await import('../support/test-server.js');
  shareSeed(seed);
  await startTestServer();
}

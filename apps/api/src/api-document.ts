import 'reflect-metadata';
import { createLogger, openApiDocument } from '@holdfast/platform';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readShopSettings } from '../../composition/core.js';
import { createApi } from './create-api.js';

/** What a document needs no truth of: nothing connects to it. */
const NOWHERE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', HOLDFAST_SECRET: 'of nobody, for a document that needs none' };

/** The OpenAPI document of this release, whatever the environment says: without a database, and without the routes of the test mode. */
export async function apiDocument(url = 'http://localhost:3000'): Promise<OpenAPIObject> {
  // Made and never started: no route listens, nothing is connected to.
  const app = await createApi(readShopSettings({ ...NOWHERE, PUBLIC_URL: url, DOCS_ENABLED: 'false', LOG_LEVEL: 'silent' }), createLogger('silent', 'document'));
  try {
    return openApiDocument(app, url.replace(/\/$/, ''));
  } finally {
    await app.close();
  }
}

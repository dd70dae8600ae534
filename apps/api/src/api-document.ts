import 'reflect-metadata';
import { createLogger, openApiDocument } from '@holdfast/platform';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readShopSettings } from '../../composition/core.js';
import { createApi } from './create-api.js';

/** An installation with nothing but what is required. Nothing of it is ever reached. */
const ANYWHERE = { DATABASE_URL: 'postgres://localhost/none', HOLDFAST_SECRET: 'a secret that keeps nothing secret' };

/** The OpenAPI document of the API in production, whatever the environment says: made of the routes alone, without a database. */
export async function apiDocument(): Promise<OpenAPIObject> {
  const env = readShopSettings(ANYWHERE);
  return openApiDocument(await createApi(env, createLogger('silent', 'api')), env.PUBLIC_URL);
}

import { AdmissionControl, createHttpApp, serveDocs } from '@holdfast/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { ShopSettings } from '../../composition/core.js';
import { ApiModule } from './api.module.js';
import { bulkheadsOf } from './bulkheads.js';

/** The API as its settings ask for it, ready to listen. */
export async function createApi(env: ShopSettings, logger: Logger): Promise<NestFastifyApplication> {
  const admission = new AdmissionControl(bulkheadsOf(env));
  const app = await createHttpApp(ApiModule.forRoot(env, logger, admission), {
    publicUrl: env.PUBLIC_URL,
    logger,
    corsOrigins: env.CORS_ORIGINS,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    trustedProxies: env.TRUSTED_PROXIES,
    admission,
  });
  if (env.DOCS_ENABLED) serveDocs(app, env.PUBLIC_URL);
  return app;
}

import 'reflect-metadata';
import { closeOnSignals, createHttpApp, createLogger, serveDocs } from '@holdfast/platform';
import { readShopSettings } from '../../composition/core.js';
import { run } from '../../composition/run.js';
import { ApiModule } from './api.module.js';

run('API', async () => {
  const env = readShopSettings();
  const logger = createLogger(env.LOG_LEVEL, 'api');
  const app = await createHttpApp(ApiModule.forRoot(env, logger), { publicUrl: env.PUBLIC_URL, logger });
  serveDocs(app, env.PUBLIC_URL);
  closeOnSignals(app, logger);
  await app.listen(env.PORT, env.HOST);
  logger.info({ port: env.PORT }, 'API is listening');
});

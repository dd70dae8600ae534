import 'reflect-metadata';
import { closeOnSignals, createLogger } from '@holdfast/platform';
import { readShopSettings } from '../../composition/core.js';
import { run } from '../../composition/run.js';
import { createApi } from './create-api.js';

run('API', async () => {
  const env = readShopSettings();
  const logger = createLogger(env.LOG_LEVEL, 'api');
  const app = await createApi(env, logger);
  closeOnSignals(app, logger);
  await app.listen(env.PORT, env.HOST);
  logger.info({ port: env.PORT }, 'API is listening');
});

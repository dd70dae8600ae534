import 'reflect-metadata';
import { closeOnSignals, createLogger, MetricsListener, startTracing } from '@holdfast/platform';
import { readShopSettings } from '../../composition/core.js';
import { run } from '../../composition/run.js';
import { tracingOf } from '../../composition/tracing.js';
import { createApi } from './create-api.js';

run('API', async () => {
  const env = readShopSettings();
  const logger = createLogger(env.LOG_LEVEL, 'api');
  const endTracing = await startTracing(tracingOf(env, 'api'));
  const app = await createApi(env, logger);
  closeOnSignals(app, logger, env.DRAIN_MS, endTracing);
  if (env.METRICS_PORT !== 0) logger.info({ url: await app.get(MetricsListener).listen(env.METRICS_PORT, env.METRICS_HOST) }, 'metrics are served');
  // A crowd that is not yet accepted waits here: whoever finds no room is tried again by TCP a second later, and nobody can tell it to come later.
  await app.listen({ port: env.PORT, host: env.HOST, backlog: 4_096 });
  logger.info({ port: env.PORT }, 'API is listening');
});

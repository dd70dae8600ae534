import 'reflect-metadata';
import { closeOnSignals, createHttpApp, createLogger, startTracing } from '@holdfast/platform';
import { readShopSettings } from '../../composition/core.js';
import { run } from '../../composition/run.js';
import { tracingOf } from '../../composition/tracing.js';
import { WorkerModule } from './worker.module.js';

run('worker', async () => {
  const env = readShopSettings();
  const logger = createLogger(env.LOG_LEVEL, 'worker');
  const endTracing = await startTracing(tracingOf(env, 'worker'));
  // Its only routes are the probes and its metrics.
  const app = await createHttpApp(WorkerModule.forRoot(env, logger), { publicUrl: env.PUBLIC_URL, logger });
  closeOnSignals(app, logger, env.DRAIN_MS, endTracing);
  await app.listen(env.WORKER_PORT, env.HOST);
  logger.info({ port: env.WORKER_PORT }, 'worker is running');
});

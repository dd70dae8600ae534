import { type INestApplicationContext, Module } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { createLogger, NestLogger, newRequestId, withCorrelation } from '@holdfast/platform';
import { coreModules, readShopSettings, type ShopSettings } from '../../composition/core.js';
import type { CommandContext } from './command-context.js';

/** Who acts when somebody uses the command line: known to the audit log, beside keys and staff. */
const ACTOR = 'cli';

/** The use cases of all modules, in this process. */
export interface ShopContext {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
}

/** Does `work` with the core that API and worker share, without their routes and jobs. `action` is what the audit log says. @throws EnvironmentError */
export async function withShop<T>(context: CommandContext, action: string, work: (shop: ShopContext) => Promise<T>): Promise<T> {
  // The key of the environment is made known by processes that serve it.
  const env: ShopSettings = { ...readShopSettings(context.environment), HOLDFAST_ADMIN_KEY: undefined, DATABASE_POOL_MAX: 2 };
  const logger = createLogger('fatal', 'cli');
  const app = await start(env, logger);
  try {
    return await withCorrelation({ requestId: newRequestId(), actor: ACTOR, action }, () => work({ commands: app.get(CommandBus), queries: app.get(QueryBus) }));
  } finally {
    await app.close();
  }
}

@Module({})
class CommandLine {}

function start(env: ShopSettings, logger: Logger): Promise<INestApplicationContext> {
  const module = { module: CommandLine, imports: coreModules(env, logger) };
  return NestFactory.createApplicationContext(module, { logger: new NestLogger(logger), abortOnError: false });
}

import { Controller, Get, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { correlation, createHttpApp, PlatformHttpModule, PlatformModule, Public, RequiresScope } from '@holdfast/platform';
import { IdentityHttpModule, IdentityModule, type IdentitySettings } from './identity.module.js';
import { IDENTITY_RECORDS } from './adapters/persistence/records.js';
import { specLogger } from '../../../test/support/spec-log.js';

/** The first key of the specs. */
export const ADMIN_KEY = `sk_${'admin0123456789-_ABCD'.repeat(2)}`;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // Answers are judged by the specs, field by field.
  readonly body: Record<string, any>;
}

/** The API with identity alone and two routes to guard. */
export interface IdentityUnderTest {
  readonly app: NestFastifyApplication;
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, key?: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

@Controller('guarded')
class GuardedController {
  @Public()
  @Get('public')
  open() {
    return { actor: correlation()?.actor ?? null };
  }

  @RequiresScope('orders:read')
  @Get('orders')
  orders() {
    return { actor: correlation()?.actor ?? null };
  }
}

/** Specs come from one address, and most of them are not about that. */
const LENIENT = { addressPerMinute: 0, keyPerMinute: 0, leniency: 1_000 };

const SECRET = 'a secret for the specs, not for anybody else';

export async function createIdentity(databaseUrl: string, adminKey?: string, more: readonly Type[] = [], secret = SECRET, throttling = LENIENT, settings: IdentitySettings = {}): Promise<NestFastifyApplication> {
  const logger = specLogger();
  const publicUrl = 'http://shop.test';
  const platform = PlatformModule.forRoot({
    databaseUrl, publicUrl, logger, poolMax: 10, queue: { kind: 'postgres', url: databaseUrl },
    secret, testMode: false, records: IDENTITY_RECORDS, migrations: [], throttling,
  });
  class AppModule {}
  Module({ imports: [platform, PlatformHttpModule, IdentityModule.forRoot({ adminKey, ...settings }), IdentityHttpModule], controllers: [GuardedController, ...more] })(AppModule);
  return createHttpApp(AppModule, { publicUrl, logger });
}

export async function startIdentity(databaseUrl: string, adminKey?: string, secret?: string, more: readonly Type[] = [], settings: IdentitySettings = {}): Promise<IdentityUnderTest> {
  const app = await createIdentity(databaseUrl, adminKey, more, secret, LENIENT, settings);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    call: async (method, path, key, body, headers = {}) => {
      const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
      const answer = await app.inject({ method, url: path, headers: { ...authorization, ...headers }, ...(body ? { payload: body as object } : {}) });
      return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: answer.body ? JSON.parse(answer.body) : {} };
    },
    stop: () => app.close(),
  };
}

import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { clientAddress, networkOf } from '../http/client-address.js';
import { isProbe } from '../http/probes.js';
import { TooManyRequests } from '../http/problems.js';
import { derivedToken } from '../http/secret-token.js';
import type { PlatformSettings } from '../platform-settings.js';
import { LOGGER, PLATFORM_SETTINGS } from '../tokens.js';
import { RequestLimit, type Usage } from './request-limit.js';
import { SharedUsage } from './shared-usage.js';
import { DEFAULT_THROTTLING } from './throttling-settings.js';

const MINUTE = 60;
const SHARE_EVERY_MS = 1_000;

interface Counted {
  readonly limit: RequestLimit;
  readonly usage: Usage;
}

/**
 * Limits on requests of every kind: by API key where one is shown that counts, by address for everybody else. Counted in memory, so that no
 * request waits for it, and brought together with the other processes once a second; while the database is away each process counts for itself.
 * What shows an API key is counted apart until the key is known to be good: neither can a crowd of shoppers behind the same address use up
 * the requests of the shop's own server, nor does a made-up key evade all limits.
 */
@Injectable()
export class RequestLimits implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #guests: RequestLimit | undefined;
  readonly #unproven: RequestLimit | undefined;
  readonly #keys: RequestLimit | undefined;
  /** What was counted for a request of which it is not known yet who sent it. */
  readonly #counted = new WeakMap<FastifyRequest, Counted>();
  #timer?: NodeJS.Timeout;
  #sharing = Promise.resolve();
  #isAlone = false;

  constructor(
    private readonly shared: SharedUsage,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly host: HttpAdapterHost,
  ) {
    const { addressPerMinute, keyPerMinute } = settings.throttling ?? DEFAULT_THROTTLING;
    if (addressPerMinute > 0) {
      this.#guests = new RequestLimit('address', addressPerMinute, MINUTE);
      this.#unproven = new RequestLimit('credential', addressPerMinute, MINUTE);
    }
    if (keyPerMinute > 0) this.#keys = new RequestLimit('key', keyPerMinute, MINUTE);
  }

  /** Counts a request for the API key that it showed, now that the key is known to be good. @throws TooManyRequests */
  countForKey(request: FastifyRequest, reply: FastifyReply, key: string): void {
    this.forgive(request);
    const refusal = this.#keys && this.#count(this.#keys, this.#keys.usage(key), reply);
    if (refusal) throw refusal;
  }

  /** Takes a request back that was counted for its address, now that it is known to come from somebody who is not limited that way. */
  forgive(request: FastifyRequest): void {
    const counted = this.#counted.get(request);
    if (counted) counted.limit.giveBack(counted.usage);
    this.#counted.delete(request);
  }

  /** Before the body is read; after CORS, so that pages can read the refusal. */
  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    if (!server || !this.#guests) return;
    const count = async (fastify: FastifyInstance) =>
      void fastify.addHook('onRequest', (request, reply, done) => done(this.#refusal(request, reply)));
    server.register(Object.assign(count, { [Symbol.for('skip-override')]: true }));
  }

  onApplicationBootstrap(): void {
    if (!this.#guests && !this.#keys) return;
    this.#timer = setInterval(() => void this.share(), SHARE_EVERY_MS).unref();
  }

  /** Brings together now what was counted here and in other processes. Never fails: without the others each process knows its own. */
  share(): Promise<void> {
    return (this.#sharing = this.#sharing.then(() => this.#share()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sharing;
  }

  #refusal(request: FastifyRequest, reply: FastifyReply): TooManyRequests | undefined {
    if (isProbe(request.url)) return undefined;
    const { authorization } = request.headers;
    const limit = authorization?.startsWith('Bearer sk_') ? this.#unproven! : this.#guests!;
    const usage = limit.usage(networkOf(clientAddress(request)));
    this.#counted.set(request, { limit, usage });
    return this.#count(limit, usage, reply);
  }

  #count(limit: RequestLimit, usage: Usage, reply: FastifyReply): TooManyRequests | undefined {
    const now = performance.now();
    const wait = limit.take(usage, now);
    void reply.header('ratelimit-policy', limit.policy).header('ratelimit', limit.state(usage, now));
    return wait === 0 ? undefined : new TooManyRequests(Math.ceil(wait / 1_000));
  }

  async #share(): Promise<void> {
    const now = performance.now();
    try {
      for (const limit of [this.#guests, this.#unproven, this.#keys]) {
        const usages = limit?.toShare(now) ?? [];
        if (usages.length > 0) await this.shared.exchange(usages, (who) => this.#keyOf(limit!, who));
      }
      this.#isAlone = false;
    } catch (error) {
      if (!this.#isAlone) this.logger.warn({ err: error }, 'limits on requests are counted by each process alone');
      this.#isAlone = true;
    }
  }

  #keyOf({ name }: RequestLimit, who: string): string {
    return derivedToken(this.settings.secret, 'rate-limit', JSON.stringify([name, who]));
  }
}

import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { type CommandContext, described, settingsOf, UsageError } from '../command-context.js';
import { forward, type Forwarded } from '../listen/forward.js';
import { type GatewayEvent, GatewayEvents } from '../listen/gateway-events.js';
import { positive } from '../values.js';

interface Options {
  readonly forwardTo: string;
  readonly events?: readonly string[];
  /** Seconds. */
  readonly every: number;
  readonly json?: boolean;
}

/** Forwards what Stripe, or the sandbox in its place, tells, to an address that no gateway can reach. */
export const listenCommand = (context: CommandContext): Command =>
  described({
    name: 'listen',
    about: "forward events of Stripe (STRIPE_API_BASE, STRIPE_SECRET_KEY), or of the payment sandbox of npm start, to a local address, signed as webhooks are. It asks for new events "
      + 'again and again, so they come up to --every later than by a real webhook. Ctrl-C ends it',
    examples: ['listen --forward-to http://localhost:4242/webhook', 'listen --forward-to http://localhost:4242/webhook --events charge.refunded,payment_intent.succeeded --json'],
  })
    .requiredOption('--forward-to <url>', 'where each event is sent, by POST', urlOf)
    .option('--events <list>', 'only these types, with commas between', (text: string) => text.split(',').map((type) => type.trim()))
    .option('--every <seconds>', 'how often it is asked for new events', positive, 1)
    .action((options: Options) => listen(context, options));

async function listen(context: CommandContext, { forwardTo, events, every, json = false }: Options): Promise<void> {
  const { screen } = context;
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase, STRIPE_WEBHOOK_SECRET: secrets } = settingsOf(context, 'STRIPE_SECRET_KEY', 'STRIPE_API_BASE', 'STRIPE_WEBHOOK_SECRET');
  if (secretKey === undefined) throw new UsageError('STRIPE_SECRET_KEY is missing. Set it, or start the shop with its sandbox in this checkout: npm start');
  const secret = secrets?.[0] ?? `whsec_${randomBytes(24).toString('base64url')}`;
  const source = new GatewayEvents({ apiBase, secretKey });
  await source.start();
  screen.warn(`Listening to ${apiBase}, forwarding to ${forwardTo}. ${secrets ? 'Signed with STRIPE_WEBHOOK_SECRET.' : `Signed with ${secret}`}`);
  const isWanted = ({ type }: GatewayEvent) => !events || events.includes(type);
  const stopped = context.stopped ?? new AbortController().signal;
  while (!stopped.aborted) {
    const fresh = await source.since().catch((error: unknown) => {
      // A gateway that is away for a while is asked again.
      screen.warn((error as Error).message);
      return [];
    });
    for (const event of fresh.filter(isWanted)) {
      const taken = await forward(event, forwardTo, secret);
      screen.say(json ? JSON.stringify(taken) : line(taken));
    }
    await pause(every * 1_000, undefined, { signal: stopped }).catch(() => undefined);
  }
}

const line = ({ id, type, status, error, milliseconds }: Forwarded): string => `${status ?? '---'}  ${type}  ${id}  ${error ?? `${milliseconds} ms`}`;

function urlOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new UsageError(`"${text}" is not an address like http://localhost:4242/webhook.`);
  return text;
}

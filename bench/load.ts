/** The load, in a process of its own, the same for both sides. Takes requests over its channel, one at a time. */
import { Histogram } from './histogram.js';
import { type Ended, Lane } from './lane.js';
import { Logins } from './logins.js';
import type { Figures, PrepareCarts, Prepared, Reply, Request, Side, Window } from './messages.js';
import { type Cart, carts, checkoutOf, floorCheckouts, reads, type Source } from './tasks.js';

const accounts: Record<Side, { orders: string[]; unanswered: number }> = {
  floor: { orders: [], unanswered: 0 },
  holdfast: { orders: [], unanswered: 0 },
};
/** Carts that wait for their checkout, by the variants they were made of. */
const waiting = new Map<string, Cart[]>();

function waitingFor(variants: readonly string[]): Cart[] {
  const key = `${variants.length} ${variants[0]}`;
  const list = waiting.get(key) ?? [];
  waiting.set(key, list);
  return list;
}

function sourceOf({ side, work, variants, paths }: Window): Source {
  const placed = (order: string): void => void accounts[side].orders.push(order);
  if (work === 'get') return reads(paths);
  if (side === 'floor') return floorCheckouts(variants, placed);
  if (work === 'cart-and-checkout') return carts(variants, (cart) => checkoutOf(cart, placed));
  const ready = waitingFor(variants);
  return () => {
    const cart = ready.pop();
    return cart && checkoutOf(cart, placed);
  };
}

class Failures {
  readonly counts: Record<string, number> = {};

  count(failure: string): void {
    this.counts[failure] = (this.counts[failure] ?? 0) + 1;
  }
}

/** A status, and not the code of a broken connection. */
const isAnswer = (failure: string): boolean => /^\d+$/.test(failure);

async function drive(origin: string, connections: number, source: Source, ended: Ended) {
  await Promise.all(Array.from({ length: connections }, () => new Lane(origin, source, ended).run()));
}

async function measure(window: Window): Promise<Figures> {
  const histogram = new Histogram();
  const failures = new Failures();
  const from = performance.now() + window.warmUpSeconds * 1000;
  const until = from + window.seconds * 1000;
  const source = sourceOf(window);
  let last = from;
  const logins = window.logins && new Logins(window.origin, window.logins);
  await drive(
    window.origin,
    window.connections,
    () => (performance.now() < until ? source() : undefined),
    (began, now, failure) => {
      if (failure !== undefined) {
        if (!isAnswer(failure)) accounts[window.side].unanswered++;
        return failures.count(failure);
      }
      if (now < from || now > until) return;
      histogram.record(now - began);
      last = now;
    },
  );
  // The window ends with the last cart when these run out before its time.
  const seconds = ((performance.now() < until ? last : until) - from) / 1000;
  return {
    seconds,
    done: histogram.count,
    perSecond: seconds > 0 ? histogram.count / seconds : 0,
    p50: histogram.quantile(0.5),
    p95: histogram.quantile(0.95),
    p99: histogram.quantile(0.99),
    errors: failures.counts,
    logins: (await logins?.end()) ?? {},
  };
}

async function prepare({ origin, variants, count, connections }: PrepareCarts): Promise<Prepared> {
  const ready = waitingFor(variants);
  const failures = new Failures();
  let left = count - ready.length;
  const source = carts(variants, (cart) => void ready.push({ id: cart.id, token: cart.token }));
  await drive(
    origin,
    connections,
    () => (left-- > 0 ? source() : undefined),
    (_began, _now, failure) => void (failure !== undefined && failures.count(failure)),
  );
  return { ready: ready.length, errors: failures.counts };
}

async function answer(request: Request): Promise<unknown> {
  switch (request.kind) {
    case 'window':
      return measure(request);
    case 'prepare-carts':
      return prepare(request);
    case 'account':
      return accounts[request.side];
  }
}

process.on('message', (request: Request) => {
  answer(request).then(
    (value) => process.send?.({ ok: true, value } satisfies Reply),
    (error: Error) => process.send?.({ ok: false, reason: error.stack ?? error.message } satisfies Reply),
  );
});
// Waits for requests until the bench is gone.
process.channel?.ref();

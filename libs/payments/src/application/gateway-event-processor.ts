import { CommandBus } from '@nestjs/cqrs';
import { type DueEvent, type GatewayEventId, nextTryAfter, PAYLOAD_DAYS } from '../domain/gateway-event.js';
import { GatewayEvents, type Outcome } from '../domain/gateway-events.js';
import { GatewaysWithWebhooks } from '../domain/gateway-webhooks.js';
import type { MethodVault } from '../domain/method-vault.js';
import { PaymentGateways } from '../domain/payment-gateway.js';
import { ApplyObservation, type Observed } from './apply-observation.js';
import { ApplyVaultFact } from './saved-methods/apply-vault-fact.js';

const AT_ONCE = 20;

type Seen = Observed | { readonly kind: 'nothing'; readonly reason: string };

/**
 * Works on stored events. An event is a hint and nothing more: it leads to asking the gateway about the payment as it stands now. Events that came
 * twice, late or in another order therefore lead to the same state, and several about one payment are one question.
 */
export class GatewayEventProcessor {
  constructor(
    private readonly gateways: PaymentGateways,
    private readonly telling: GatewaysWithWebhooks,
    private readonly events: GatewayEvents,
    private readonly commands: CommandBus,
  ) {}

  /** Works on what is due; answers how many events that were. */
  async applyDue(): Promise<number> {
    const due = await this.events.takeDue(AT_ONCE);
    const groups = Map.groupBy(due, ({ gateway, reference }) => JSON.stringify([gateway, reference]));
    await Promise.all([...groups.values()].map((group) => this.#apply(group)));
    return due.length;
  }

  /** Stores what gateways could not deliver; answers how many events were new. A gateway that is away is asked again next time. */
  async fetchUndelivered(): Promise<number> {
    const stored = await Promise.all(
      this.telling.names.map(async (name) => {
        const notices = await this.telling.find(name)!.undelivered().catch(() => []);
        return notices.length > 0 ? this.events.store(name, notices) : 0;
      }),
    );
    return stored.reduce((sum, one) => sum + one, 0);
  }

  forgetOld(): Promise<void> {
    return this.events.forgetPayloads(PAYLOAD_DAYS);
  }

  async #apply(group: readonly DueEvent[]): Promise<void> {
    const [{ gateway, reference }] = group as [DueEvent];
    const ids = group.map(({ id }) => id);
    if (FAILPOINTS) await failpoint('event.taken');
    if (reference === null) return this.events.settle(ids, { state: 'ignored', reason: 'not-about-payments' });
    const seen = await this.#observe(gateway, reference, group);
    if (seen.kind === 'trouble') return this.events.settle(ids, { state: 'failed', reason: seen.reason });
    if (seen.kind === 'nothing') return this.events.settle(ids, { state: 'ignored', reason: seen.reason });
    if (seen.kind === 'again') await Promise.all(group.map(({ id, tries }) => this.events.settle([id], laterOrNever(tries, seen.reason))));
  }

  async #observe(gateway: string, reference: string, group: readonly DueEvent[]): Promise<Seen> {
    if (!this.gateways.names.includes(gateway)) return { kind: 'again', reason: 'gateway-not-configured' };
    const ids = group.map(({ id }) => id);
    const { vault } = this.gateways.get(gateway);
    try {
      if (vault?.knows(reference)) return await this.#observeMethod(gateway, vault, reference, ids);
      const observation = await this.gateways.get(gateway).observe(reference);
      if (!observation) return { kind: 'again', reason: 'unknown-to-the-gateway' };
      if (FAILPOINTS) await failpoint('event.observed');
      const seen = await this.commands.execute(new ApplyObservation(gateway, observation, ids));
      if (FAILPOINTS) await failpoint('event.applied');
      return seen;
    } catch (error) {
      return { kind: 'again', reason: `error: ${String((error as { constraint?: string }).constraint ?? (error as Error).name)}` };
    }
  }

  /** What is not kept here is no business of ours: others may use the gateway as well. */
  async #observeMethod(gateway: string, vault: MethodVault, reference: string, ids: readonly GatewayEventId[]): Promise<Seen> {
    const seen = await vault.observe(reference);
    if (!seen) return { kind: 'again', reason: 'unknown-to-the-gateway' };
    const isNews = seen.target && seen.fact && (await this.commands.execute(new ApplyVaultFact(gateway, seen.target, seen.fact, ids)));
    return typeof isNews === 'boolean' ? { kind: 'applied' } : { kind: 'nothing', reason: 'not-kept-here' };
  }
}

function laterOrNever(tries: number, reason: string): Outcome {
  const again = nextTryAfter(tries);
  return again === undefined ? { state: 'failed', reason } : { state: 'parked', reason, again };
}

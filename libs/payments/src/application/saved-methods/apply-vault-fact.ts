import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DomainEvent, UnitOfWork } from '@holdfast/kernel';
import type { GatewayEventId } from '../../domain/gateway-event.js';
import { GatewayEvents } from '../../domain/gateway-events.js';
import type { PaymentMethodId } from '../../domain/method-vault.js';
import { applyVaultFact, type SavedMethod, type SavedMethodState, type VaultFact } from '../../domain/saved-method.js';
import { SavedMethods } from '../../domain/saved-methods.js';

/** A means of payment by our id, or by the token under which a gateway keeps it. */
export type VaultTarget = { readonly id: PaymentMethodId } | { readonly token: string };

/**
 * Applies what a gateway said about a means of payment, by whatever road it came, and settles the events that led to asking in the same
 * transaction. Answers whether it was news; undefined where nothing is kept here under that name.
 */
export class ApplyVaultFact extends Command<boolean | undefined> {
  constructor(
    readonly gateway: string,
    readonly target: VaultTarget,
    readonly fact: VaultFact,
    readonly events: readonly GatewayEventId[] = [],
  ) {
    super();
  }
}

@CommandHandler(ApplyVaultFact)
export class ApplyVaultFactHandler implements ICommandHandler<ApplyVaultFact> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly methods: SavedMethods,
    private readonly gatewayEvents: GatewayEvents,
  ) {}

  execute({ gateway, target, fact, events }: ApplyVaultFact): Promise<boolean | undefined> {
    return this.work.run(async () => {
      const method = 'id' in target ? await this.methods.lock(target.id) : await this.methods.lockByToken(gateway, target.token);
      if (method?.gateway !== gateway) return undefined;
      const changed = applyVaultFact(method, fact);
      if (changed) {
        await this.methods.save(changed);
        this.work.record(newsOf(method.state, changed));
      }
      if (events.length > 0) await this.gatewayEvents.settle(events, { state: 'applied' });
      return changed !== undefined;
    });
  }
}

/** What a change tells; nothing where the state is the same. */
export const newsOf = (from: SavedMethodState, { id, state, version, customerId, gateway, code }: SavedMethod): DomainEvent[] =>
  from === state
    ? []
    : [{ type: `payments.payment-method-${state.replace('_', '-')}.v1`, subject: id, version, from, to: state, payload: { customer_id: customerId, gateway, code } }];

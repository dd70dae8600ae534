import { type Id, UnitOfWork } from '@holdfast/kernel';
import { CommandBus } from '@nestjs/cqrs';
import type { MethodVault, PaymentMethodId, SetupCall } from '../../domain/method-vault.js';
import { PaymentGateways } from '../../domain/payment-gateway.js';
import { GIVE_UP_SECONDS, type VaultFact } from '../../domain/saved-method.js';
import { type DueMethod, SavedMethods } from '../../domain/saved-methods.js';
import { ACTION_PAUSE_SECONDS, pauseAfter, RESEND_WITHIN_SECONDS } from '../../domain/schedule.js';
import { ApplyVaultFact } from './apply-vault-fact.js';

const AT_ONCE = 20;

/**
 * Speaks with the vaults of gateways, always outside any unit of work: sends what is to be set up, finds out what became of it, and has
 * taken away what nobody wants any more. What is owed is never given up.
 */
export class MethodKeeper {
  constructor(
    private readonly work: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly methods: SavedMethods,
    private readonly commands: CommandBus,
  ) {}

  /** Works on what is due; answers how many that were. */
  async tendDue(): Promise<number> {
    const due = await this.methods.takeDue(AT_ONCE);
    await Promise.all(due.map((method) => this.#tend(method)));
    return due.length;
  }

  /** Does for this one what is to be done now, whatever its time. */
  async tend(id: PaymentMethodId): Promise<void> {
    if (this.work.active) throw new Error('A gateway may not be called inside a unit of work');
    const due = await this.methods.due(id);
    if (due) await this.#tend(due);
  }

  async #tend(due: DueMethod): Promise<void> {
    // A gateway that is not set up any more cannot be asked; it may come back.
    const vault = this.gateways.names.includes(due.gateway) ? this.gateways.get(due.gateway).vault : null;
    const fact = vault ? await this.#learn(vault, due) : undefined;
    const isNews = fact !== undefined && (await this.commands.execute(new ApplyVaultFact(due.gateway, { id: due.id }, fact)));
    const pause = pauseAfter(due.checks + 1);
    if (!isNews) await this.methods.postpone(due.id, due.state === 'requires_action' ? Math.max(ACTION_PAUSE_SECONDS, pause) : pause);
  }

  /** Undefined where nothing certain was learned. */
  async #learn(vault: MethodVault, due: DueMethod): Promise<VaultFact | undefined> {
    if (due.state === 'detaching') {
      const result = await vault.detach(due.token!);
      return result.outcome === 'detached' ? result : undefined;
    }
    if (due.state === 'created') return this.#send(vault, due);
    const call = callOf(due, due.payer!);
    if (due.reference === null) return this.#sendAgain(vault, call, due);
    const isGivenUp = due.state === 'requires_action' && (due.unwanted || due.ageSeconds > GIVE_UP_SECONDS);
    return isGivenUp ? vault.abandon(call) : vault.find(call);
  }

  async #send(vault: MethodVault, due: DueMethod): Promise<VaultFact | undefined> {
    if (due.unwanted) return { outcome: 'declined', code: 'removed' };
    const payer = due.payer ?? (await this.#enroll(vault, due));
    if (typeof payer !== 'string') return payer;
    return (await this.methods.markSent(due.id)) ? vault.setUp(callOf(due, payer)) : undefined;
  }

  /** The gateway's name of the customer, written down before anything is set up under it; otherwise why there is none. */
  async #enroll(vault: MethodVault, { customerId, gateway }: DueMethod): Promise<string | VaultFact | undefined> {
    const result = await vault.enroll(customerId as Id<'cus'>);
    if (result.outcome === 'enrolled') return this.methods.keepPayer(customerId, gateway, result.payer);
    return result.outcome === 'unknown' ? undefined : result;
  }

  /** What is there is found; what is not is sent again with its key, until the gateway has surely forgotten the key. */
  async #sendAgain(vault: MethodVault, call: SetupCall, { gateway, ageSeconds }: DueMethod): Promise<VaultFact> {
    const found = await vault.find(call);
    const isSafe = ageSeconds <= Math.min(this.gateways.get(gateway).keepsKeysSeconds, RESEND_WITHIN_SECONDS);
    if (found.outcome !== 'not_sent' || !isSafe) return found;
    const result = await vault.setUp(call);
    // An earlier call may have arrived, so that this one did not proves nothing.
    return result.outcome === 'not_sent' ? { outcome: 'unknown', code: result.code } : result;
  }
}

const callOf = ({ id: key, method, reference, returnUrl }: DueMethod, payer: string): SetupCall => ({ key, method: method!, payer, reference, returnUrl });

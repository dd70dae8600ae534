import type { Id } from '@holdfast/kernel';
import { CommandBus } from '@nestjs/cqrs';
import type { GatewayResult } from '../domain/gateway-result.js';
import type { OperationId, PaymentId } from '../domain/operation.js';
import { type GatewayCall, type PaymentGateway, PaymentGateways } from '../domain/payment-gateway.js';
import { type DueCall, PaymentOperations } from '../domain/payment-operations.js';
import { ACTION_PAUSE_SECONDS, needsHuman, pauseAfter, RESEND_WITHIN_SECONDS } from '../domain/schedule.js';
import { ApplyGatewayFacts } from './apply-gateway-facts.js';
import { OpenCalls } from './open-calls.js';

const AT_ONCE = 20;
const AT_ONE_GATEWAY = 10;

/**
 * Finds out what became of operations whose outcome nobody knows: asks the gateway by its id, or sends the same key again
 * while the gateway keeps keys. An unknown operation is never given up; in the end a person is asked.
 */
export class OperationResolver {
  readonly #open = new OpenCalls(AT_ONCE, AT_ONE_GATEWAY);

  constructor(
    private readonly gateways: PaymentGateways,
    private readonly operations: PaymentOperations,
    private readonly commands: CommandBus,
  ) {}

  /** Begins to work on what is due, as far as there is room; each of these ends by itself, whatever the others wait for. */
  async beginDue(): Promise<Promise<void>[]> {
    const begun: Promise<void>[] = [];
    for (let room = this.#open.room; room > 0; room = this.#open.room) {
      const due = await this.operations.takeDue(room, this.#open.crowded);
      begun.push(...due.map((call) => this.#open.run(call.gateway, () => this.#resolve(call))));
      if (due.length < room) break;
    }
    return begun;
  }

  /** Works on what is due; answers how many operations that were. */
  async resolveDue(): Promise<number> {
    const begun = await this.beginDue();
    await Promise.all(begun);
    return begun.length;
  }

  /** Waits for what was begun. */
  ended(): Promise<void> {
    return this.#open.ended();
  }

  async resolveCheckout(checkoutId: Id<'chk'>): Promise<void> {
    for (const call of await this.operations.undecided(checkoutId)) await this.#resolve(call);
  }

  /** Asks about these operations, or about all of one payment, whatever their time: also about those that wait for a person. */
  async resolveNow(of: readonly OperationId[] | PaymentId): Promise<void> {
    for (const call of await this.operations.undecidedOperations(of)) await this.#resolve(call);
  }

  /** What fails here gives the operation back, for a next try long before its lease ends. */
  async #resolve(due: DueCall): Promise<void> {
    try {
      await this.#find(due);
    } catch (error) {
      await this.operations.postpone(due.call.key, pauseAfter(due.checks + 1)).catch(() => undefined);
      throw error;
    }
  }

  async #find(due: DueCall): Promise<void> {
    const { call, checks } = due;
    const gateway = this.gateways.get(due.gateway);
    if (FAILPOINTS) await failpoint('resolver.taken');
    const givingUp = due.abandoned && due.awaitsShopper && call.reference !== null;
    const result = givingUp ? await this.#carryOn(gateway, call, await gateway.abandon(call)) : await this.#ask(gateway, due);
    if (FAILPOINTS) await failpoint('resolver.answered');
    const [change] = await this.commands.execute(new ApplyGatewayFacts([{ operationId: call.key, result, only: givingUp && result.outcome === 'declined' ? 'requires_action' : undefined }]));
    if (FAILPOINTS) await failpoint('resolver.written');
    if (change?.state === 'unknown' || change?.state === 'sent') {
      const isForPeople = result.outcome !== 'pending' && needsHuman(due.ageSeconds);
      await this.operations.postpone(call.key, isForPeople ? 'human' : pauseAfter(checks + 1));
    }
    if (change?.state === 'requires_action') await this.operations.postpone(call.key, Math.max(ACTION_PAUSE_SECONDS, pauseAfter(checks + 1)));
  }

  async #ask(gateway: PaymentGateway, due: DueCall): Promise<GatewayResult> {
    const { call, ageSeconds, created } = due;
    if (call.kind === 'authorize' && call.reference) return this.#carryOn(gateway, call, await gateway.find(call));
    // A gateway answers the same key as it did at first, also when it knows more by now.
    if (call.own) return gateway.find(call);
    if (ageSeconds > Math.min(gateway.keepsKeysSeconds, RESEND_WITHIN_SECONDS)) return gateway.find(call);
    if (created && !gateway.inProcess) await this.operations.markSent([call.key]);
    const result = await gateway.execute(call);
    // An earlier call may have arrived, so that this one did not proves nothing; and money to give back stays owed.
    const proves = created && !due.owed;
    return result.outcome === 'not_sent' && !proves ? { outcome: 'unknown', code: result.code } : result;
  }

  /** What the shopper approved is carried out. Where that surely was not sent, it is still what it was. */
  async #carryOn(gateway: PaymentGateway, call: GatewayCall, found: GatewayResult): Promise<GatewayResult> {
    if (found.outcome !== 'approved' || !(await this.operations.markCarriedOn(call.key))) return found;
    const result = await gateway.execute(call);
    return result.outcome === 'not_sent' ? found : result;
  }
}

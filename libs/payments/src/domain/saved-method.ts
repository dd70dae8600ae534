import { type Id, StateMachine } from '@holdfast/kernel';
import type { NextAction } from './gateway-result.js';
import { FIRST_LOOK_SECONDS, firstLookAfter } from './schedule.js';
import type { CardFace, DetachResult, PaymentMethodId, SetupResult } from './method-vault.js';

export type SavedMethodState = 'created' | 'sent' | 'requires_action' | 'unknown' | 'active' | 'failed' | 'detaching' | 'detached';

/**
 * The life of a means of payment that a customer wants to be kept. `unknown` is left by evidence of the gateway only. One that turns out to be kept
 * although nobody wants it any more goes straight to `detaching`, and stays there until the gateway says that it is gone.
 */
export const PAYMENT_METHOD_MACHINE = new StateMachine<SavedMethodState>('payment_method', {
  created: ['sent', 'failed'],
  sent: ['active', 'detaching', 'failed', 'unknown', 'requires_action'],
  requires_action: ['active', 'detaching', 'failed'],
  unknown: ['active', 'detaching', 'failed', 'requires_action'],
  active: ['detaching', 'detached'],
  detaching: ['detached'],
  failed: [],
  detached: [],
});

/** Most that a customer has, those of the last day that failed included: enough for anybody, and too few to try stolen cards. */
export const METHODS_MAX = 20;
/** After this time nobody waits any more for a shopper who was sent to the bank. */
export const GIVE_UP_SECONDS = 3_600;

/** A means of payment that is kept at a gateway for a customer, or is to be. */
export interface SavedMethod {
  readonly id: PaymentMethodId;
  readonly customerId: Id<'cus'>;
  readonly gateway: string;
  readonly state: SavedMethodState;
  /** Its owner does not want it any more, or is gone. */
  readonly unwanted: boolean;
  /** By which the gateway knows the setup. */
  readonly reference: string | null;
  /** With which it pays; only while it is kept. */
  readonly token: string | null;
  readonly card: CardFace | null;
  readonly nextAction: NextAction | null;
  /** Why it failed or is unknown. */
  readonly code: string | null;
  readonly isDefault: boolean;
  readonly version: number;
}

/** What a gateway said about it, by whatever road. */
export type VaultFact = SetupResult | Extract<DetachResult, { outcome: 'detached' }>;

/** How it stands after a fact; undefined where the fact is no news. */
export function applyVaultFact(method: SavedMethod, fact: VaultFact): SavedMethod | undefined {
  const next = afterFact(method, fact);
  if (!next) return undefined;
  if (next.state !== method.state) PAYMENT_METHOD_MACHINE.assert(method.state, next.state);
  return { ...next, version: method.version + 1 };
}

/** How it stands once its owner does not want it any more; undefined where it is gone already, or going. */
export function unwantedMethod(method: SavedMethod): SavedMethod | undefined {
  const { state } = method;
  if (method.unwanted || !isWanted(state)) return undefined;
  return { ...method, unwanted: true, isDefault: false, state: state === 'active' ? 'detaching' : state, version: method.version + 1 };
}

/** Whether its owner has it, or may have it soon. */
export const isWanted = (state: SavedMethodState): boolean => state === 'active' || isUndecided(state);
export const isUndecided = (state: SavedMethodState): boolean => ['created', 'sent', 'requires_action', 'unknown'].includes(state);

function afterFact(method: SavedMethod, fact: VaultFact): SavedMethod | undefined {
  if (fact.outcome === 'detached') return isKept(method) ? { ...method, ...NOTHING, state: 'detached', isDefault: false } : undefined;
  if (!isUndecided(method.state)) return undefined;
  switch (fact.outcome) {
    case 'active':
      return { ...method, ...NOTHING, state: method.unwanted ? 'detaching' : 'active', reference: fact.reference, token: fact.token, card: fact.card };
    case 'declined':
      return { ...method, ...NOTHING, state: 'failed', code: fact.code, reference: fact.reference ?? method.reference };
    case 'not_sent':
      return { ...method, ...NOTHING, state: 'failed', code: fact.code };
    case 'requires_action':
      return method.state === 'requires_action' ? undefined : { ...method, state: 'requires_action', reference: fact.reference, nextAction: fact.nextAction };
    case 'unknown':
      // A question that failed tells nothing: only what was just sent becomes unknown by it.
      return method.state === 'sent' ? { ...method, state: 'unknown', code: fact.code, reference: fact.reference ?? method.reference } : undefined;
  }
}

const isKept = ({ state }: SavedMethod): boolean => state === 'active' || state === 'detaching';
const NOTHING = { token: null, card: null, nextAction: null, code: null };

/** When to look at it next, in seconds, once it stands so; null when there is nothing to be done. */
export function nextLookSeconds({ state, unwanted }: Pick<SavedMethod, 'state' | 'unwanted'>): number | null {
  if (state === 'detaching') return 0;
  if (!isUndecided(state)) return null;
  if (unwanted && state !== 'sent') return 0;
  return state === 'sent' || state === 'created' ? FIRST_LOOK_SECONDS : firstLookAfter(state as 'unknown' | 'requires_action');
}

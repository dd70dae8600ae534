import type { Id } from '@holdfast/kernel';
import type { PaymentMethodId } from './method-vault.js';
import type { PaymentWay } from './payment-routing.js';
import type { SavedMethod } from './saved-method.js';

type CustomerId = Id<'cus'>;

/** A means of payment that is to be kept. */
export interface NewSavedMethod {
  readonly id: PaymentMethodId;
  readonly customerId: CustomerId;
  readonly gateway: string;
  /** What the shopper's client got from the gateway. */
  readonly method: string;
  readonly returnUrl: string | null;
}

/** One about which the gateway has to be asked, or told. */
export interface DueMethod extends SavedMethod {
  /** Null once it is decided. */
  readonly method: string | null;
  readonly returnUrl: string | null;
  /** By which the gateway knows the customer, once it does. */
  readonly payer: string | null;
  readonly ageSeconds: number;
  readonly checks: number;
}

/** A payment method that somebody wants to pay with. */
export interface ChosenMethod {
  readonly id: PaymentMethodId;
  readonly customerId: CustomerId;
}

/** Means of payment that gateways keep, or are to keep, for customers. */
export abstract class SavedMethods {
  /** Needs a unit of work. @throws PaymentMethodsFull */
  abstract insert(method: NewSavedMethod): Promise<void>;

  /** Remembers by which name a gateway knows a customer, and answers it: the first one stays. */
  abstract keepPayer(customerId: CustomerId, gateway: string, payer: string): Promise<string>;

  /** `created` → `sent`, committed before anything leaves this process. False where somebody else was faster. */
  abstract markSent(id: PaymentMethodId): Promise<boolean>;

  /** Waits for whoever else adds or prefers for this customer. Needs a unit of work. */
  abstract lockOwner(customerId: CustomerId): Promise<void>;

  /** Locks one, of its owner where one is named. Needs a unit of work. */
  abstract lock(id: PaymentMethodId, owner?: CustomerId): Promise<SavedMethod | undefined>;

  /** Locks the one that a gateway keeps under a token. Needs a unit of work. */
  abstract lockByToken(gateway: string, token: string): Promise<SavedMethod | undefined>;

  /** Needs a unit of work. */
  abstract save(method: SavedMethod): Promise<void>;

  /** Makes this one the default one of its owner, or none. Needs a unit of work and its lock. */
  abstract setDefault(method: SavedMethod, isDefault: boolean): Promise<void>;

  /** Takes those whose time has come, each for a minute. */
  abstract takeDue(limit: number): Promise<DueMethod[]>;

  /** This one, whatever its time; undefined where nothing is left to be done for it. */
  abstract due(id: PaymentMethodId): Promise<DueMethod | undefined>;

  abstract postpone(id: PaymentMethodId, seconds: number): Promise<void>;

  /** How to pay with each; undefined where it is not its owner's, or not active. */
  abstract ways(chosen: readonly ChosenMethod[]): Promise<(PaymentWay | undefined)[]>;
}

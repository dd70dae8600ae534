import { Injectable } from '@nestjs/common';
import { type Id, toUuid } from '@holdfast/kernel';
import { Database } from '@holdfast/platform';
import type { PaymentMethodId } from '../../../domain/method-vault.js';
import type { PaymentWay } from '../../../domain/payment-routing.js';
import { isUndecided, METHODS_MAX, nextLookSeconds, type SavedMethod } from '../../../domain/saved-method.js';
import { PaymentMethodsFull } from '../../../domain/saved-method-errors.js';
import { type ChosenMethod, type DueMethod, type NewSavedMethod, SavedMethods } from '../../../domain/saved-methods.js';
import { FIRST_LOOK_SECONDS } from '../../../domain/schedule.js';
import { dueMethodOf, type DueMethodRow, methodOf, type MethodRow } from './rows.js';
import * as sql from './statements.js';

interface WayRow {
  readonly position: number;
  readonly gateway: string;
  readonly token: string;
  readonly payer: string;
}

@Injectable()
export class PostgresSavedMethods extends SavedMethods {
  constructor(private readonly database: Database) {
    super();
  }

  async insert({ id, customerId, gateway, method, returnUrl }: NewSavedMethod): Promise<void> {
    await this.lockOwner(customerId);
    const rows = await this.database.query(sql.INSERT, [toUuid(id), toUuid(customerId), gateway, method, returnUrl, FIRST_LOOK_SECONDS, METHODS_MAX]);
    if (rows.length === 0) throw new PaymentMethodsFull(METHODS_MAX);
  }

  async lockOwner(customerId: Id<'cus'>): Promise<void> {
    await this.database.send(sql.LOCK_CUSTOMER, [toUuid(customerId)]);
  }

  async keepPayer(customerId: Id<'cus'>, gateway: string, payer: string): Promise<string> {
    const row = await this.database.first<{ reference: string }>(sql.KEEP_PAYER, [toUuid(customerId), gateway, payer]);
    return row!.reference;
  }

  async markSent(id: PaymentMethodId): Promise<boolean> {
    return (await this.database.query(sql.MARK_SENT, [toUuid(id)])).length > 0;
  }

  lock(id: PaymentMethodId, owner?: Id<'cus'>): Promise<SavedMethod | undefined> {
    return this.#one(sql.LOCK, [toUuid(id), owner ? toUuid(owner) : null]);
  }

  lockByToken(gateway: string, token: string): Promise<SavedMethod | undefined> {
    return this.#one(sql.LOCK_BY_TOKEN, [gateway, token]);
  }

  async save(method: SavedMethod): Promise<void> {
    const { id, state, unwanted, reference, token, card, nextAction, code, isDefault, version } = method;
    await this.database.send(sql.SAVE, [
      toUuid(id), state, unwanted, reference, token, card?.brand ?? null, card?.last4 ?? null, card?.expiryMonth ?? null, card?.expiryYear ?? null,
      nextAction ? JSON.stringify(nextAction) : null, code, isDefault, version, nextLookSeconds(method), isUndecided(state),
    ]);
  }

  async setDefault({ id, customerId }: SavedMethod, isDefault: boolean): Promise<void> {
    await this.database.send(sql.NO_DEFAULT, [toUuid(customerId), toUuid(id)]);
    await this.database.send(sql.SET_DEFAULT, [toUuid(id), isDefault]);
  }

  async takeDue(limit: number): Promise<DueMethod[]> {
    return (await this.database.query<DueMethodRow>(sql.TAKE_DUE, [limit])).map(dueMethodOf);
  }

  async due(id: PaymentMethodId): Promise<DueMethod | undefined> {
    const row = await this.database.first<DueMethodRow>(sql.DUE_ONE, [toUuid(id)]);
    return row && dueMethodOf(row);
  }

  async postpone(id: PaymentMethodId, seconds: number): Promise<void> {
    await this.database.query(sql.POSTPONE, [toUuid(id), seconds]);
  }

  async ways(chosen: readonly ChosenMethod[]): Promise<(PaymentWay | undefined)[]> {
    const rows = await this.database.query<WayRow>(sql.WAYS, [chosen.map(({ id }) => toUuid(id)), chosen.map(({ customerId }) => toUuid(customerId))]);
    const byPosition = new Map(rows.map(({ position, gateway, token: method, payer }) => [position, { gateway, method, payer }]));
    return chosen.map((_, at) => byPosition.get(at + 1));
  }

  async #one(select: typeof sql.LOCK, values: readonly unknown[]): Promise<SavedMethod | undefined> {
    const row = await this.database.first<MethodRow>(select, values);
    return row && methodOf(row);
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SigningKeys } from '../domain/signing-keys.js';

const BATCH = 1_000;

/** Records of accounts that have served their time. */
export abstract class AccountRecords {
  /** Deletes at most `limit` of each kind and answers whether some may be left. */
  abstract clear(limit: number): Promise<boolean>;
}

/**
 * Clears away wishes that are over, sessions that ended long ago with their tokens, and signing keys that nobody needs; and has the next signing
 * key made in time, also in a shop where nobody logs in. Safe to repeat.
 */
export class ClearAccounts extends Command<void> {}

@CommandHandler(ClearAccounts)
export class ClearAccountsHandler implements ICommandHandler<ClearAccounts> {
  constructor(
    private readonly records: AccountRecords,
    private readonly keys: SigningKeys,
  ) {}

  async execute(): Promise<void> {
    while (await this.records.clear(BATCH));
    await this.keys.forget();
    await this.keys.current();
  }
}

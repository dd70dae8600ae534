import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { AddressNotFound } from '../domain/account-errors.js';
import { AddressBooks, type AddressEntry, type AddressId } from '../domain/address-book.js';
import type { CustomerId } from '../domain/customer.js';

/** Replaces an address as a whole. `precondition` throws when the version is not the one that the caller has seen. @throws AddressNotFound */
export class ReplaceAddress extends Command<void> {
  constructor(
    readonly owner: CustomerId,
    readonly id: AddressId,
    readonly entry: AddressEntry,
    readonly precondition: (version: number) => void,
  ) {
    super();
  }
}

@CommandHandler(ReplaceAddress)
export class ReplaceAddressHandler implements ICommandHandler<ReplaceAddress> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly books: AddressBooks,
  ) {}

  execute({ owner, id, entry, precondition }: ReplaceAddress): Promise<void> {
    return this.work.run(async () => {
      await this.books.lock(owner);
      const version = await this.books.versionOf(owner, id);
      if (version === undefined) throw new AddressNotFound();
      precondition(version);
      await this.books.replace(owner, id, entry);
    });
  }
}

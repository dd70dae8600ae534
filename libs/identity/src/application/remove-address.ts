import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { AddressNotFound } from '../domain/account-errors.js';
import { AddressBooks, type AddressId } from '../domain/address-book.js';
import type { CustomerId } from '../domain/customer.js';

/** Takes an address out of the book. `precondition` throws when the version is not the one that the caller has seen. @throws AddressNotFound */
export class RemoveAddress extends Command<void> {
  constructor(
    readonly owner: CustomerId,
    readonly id: AddressId,
    readonly precondition: (version: number) => void,
  ) {
    super();
  }
}

@CommandHandler(RemoveAddress)
export class RemoveAddressHandler implements ICommandHandler<RemoveAddress> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly books: AddressBooks,
  ) {}

  execute({ owner, id, precondition }: RemoveAddress): Promise<void> {
    return this.work.run(async () => {
      await this.books.lock(owner);
      const version = await this.books.versionOf(owner, id);
      if (version === undefined) throw new AddressNotFound();
      precondition(version);
      await this.books.remove(owner, id);
    });
  }
}

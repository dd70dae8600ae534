import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId, NotFound, UnitOfWork } from '@holdfast/kernel';
import { AddressBookFull } from '../domain/account-errors.js';
import { AddressBooks, type AddressEntry, type AddressId, ADDRESSES_MAX } from '../domain/address-book.js';
import type { CustomerId } from '../domain/customer.js';

/** Puts an address into the book of a customer. @throws AddressBookFull, NotFound */
export class AddAddress extends Command<AddressId> {
  constructor(
    readonly owner: CustomerId,
    readonly entry: AddressEntry,
  ) {
    super();
  }
}

@CommandHandler(AddAddress)
export class AddAddressHandler implements ICommandHandler<AddAddress> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly books: AddressBooks,
  ) {}

  execute({ owner, entry }: AddAddress): Promise<AddressId> {
    const id = newId('adr');
    return this.work.run(async () => {
      const count = await this.books.lock(owner);
      if (count === undefined) throw new NotFound();
      if (count >= ADDRESSES_MAX) throw new AddressBookFull(ADDRESSES_MAX);
      await this.books.add(owner, id, entry);
      return id;
    });
  }
}

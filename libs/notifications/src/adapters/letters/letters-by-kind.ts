import { Injectable } from '@nestjs/common';
import { Identity } from '@holdfast/identity';
import type { Id } from '@holdfast/kernel';
import { Orders } from '@holdfast/ordering';
import { type Letter, Letters } from '../../application/letters.js';
import { Sender } from '../../application/mailer.js';
import { oneLine } from '../../application/markup.js';
import type { Email } from '../../domain/email.js';
import { confirmationHtml } from './order-confirmation.html.js';
import { confirmationText } from './order-confirmation.text.js';
import { registrationHtml, registrationSubject, registrationText } from './registration.js';

/** Every letter. Personal data is read when it is needed and kept by nobody here. */
@Injectable()
export class LettersByKind extends Letters {
  constructor(
    private readonly orders: Orders,
    private readonly identity: Identity,
    private readonly sender: Sender,
  ) {
    super();
  }

  async write({ kind, subject }: Email): Promise<Letter> {
    const shop = shopName(this.sender.address);
    const letter = kind === 'registration' ? await this.#registration(subject as Id<'reg'>, shop) : await this.#confirmation(subject as Id<'ord'>, shop);
    if (!letter) throw new Error(`There is nothing to write about ${subject}`);
    return letter;
  }

  async #confirmation(id: Id<'ord'>, shop: string): Promise<Letter | undefined> {
    const order = await this.orders.forConfirmation(id);
    return (
      order && { to: order.email, subject: `Your order ${oneLine(order.number)} at ${shop}`, html: confirmationHtml(order, shop), text: confirmationText(order, shop) }
    );
  }

  async #registration(id: Id<'reg'>, shop: string): Promise<Letter | undefined> {
    const found = await this.identity.registrationLetter(id);
    if (!found) return undefined;
    const registration = { ...found, id };
    return { to: found.email, subject: registrationSubject(registration, shop), html: registrationHtml(registration, shop), text: registrationText(registration, shop) };
  }
}

/** `Holdfast Demo Shop` of `Holdfast Demo Shop <shop@example.com>`; an address without a name stands for itself. */
const shopName = (address: string): string => oneLine(/^"?([^"<]+?)"?\s*</.exec(address)?.[1] ?? address);

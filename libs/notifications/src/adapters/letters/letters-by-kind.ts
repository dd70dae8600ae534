import { Injectable } from '@nestjs/common';
import { type AccountLetter, AccountLetters } from '@holdfast/identity';
import type { Id } from '@holdfast/kernel';
import { Orders } from '@holdfast/ordering';
import { type Letter, Letters } from '../../application/letters.js';
import { Sender } from '../../application/mailer.js';
import { oneLine } from '../../application/markup.js';
import type { Email } from '../../domain/email.js';
import { accountLetter } from './account-letter.js';
import { ACCOUNT_WORDINGS, type AccountEmailKind } from './account-wordings.js';
import { confirmationHtml } from './order-confirmation.html.js';
import { confirmationText } from './order-confirmation.text.js';

/** Every letter. Personal data is read when it is needed and kept by nobody here. */
@Injectable()
export class LettersByKind extends Letters {
  constructor(
    private readonly orders: Orders,
    private readonly accounts: AccountLetters,
    private readonly sender: Sender,
  ) {
    super();
  }

  async write({ kind, subject }: Email): Promise<Letter | undefined> {
    const shop = shopName(this.sender.address);
    if (kind === 'order-confirmation') return this.#confirmation(subject as Id<'ord'>, shop);
    const letter = await this.#about(kind, subject);
    return letter && accountLetter(subject, letter, ACCOUNT_WORDINGS[kind](letter, shop), shop);
  }

  async #confirmation(id: Id<'ord'>, shop: string): Promise<Letter | undefined> {
    const order = await this.orders.forConfirmation(id);
    return order && { to: order.email, subject: `Your order ${oneLine(order.number)} at ${shop}`, html: confirmationHtml(order, shop), text: confirmationText(order, shop) };
  }

  #about(kind: AccountEmailKind, subject: Email['subject']): Promise<AccountLetter | undefined> {
    switch (kind) {
      case 'registration':
        return this.accounts.registration(subject as Id<'reg'>);
      case 'password-reset':
        return this.accounts.passwordReset(subject as Id<'pwr'>);
      case 'password-changed':
        return this.accounts.passwordChanged(subject as Id<'pwc'>);
      case 'email-change':
        return this.accounts.emailChange(subject as Id<'emc'>);
      case 'email-change-notice':
        return this.accounts.emailChangeNotice(subject as Id<'emc'>);
      case 'staff-invitation':
        return this.accounts.staffInvitation(subject as Id<'inv'>);
      case 'email-changed':
        return this.accounts.emailChanged(subject as Id<'emc'>);
      case 'data-export':
        return this.accounts.dataExport(subject as Id<'exp'>);
    }
  }
}

/** `Holdfast Demo Shop` of `Holdfast Demo Shop <shop@example.com>`; an address without a name stands for itself. */
const shopName = (address: string): string => oneLine(address.split('<', 1)[0]!.replaceAll('"', '').trim() || address);

import { Injectable } from '@nestjs/common';
import { Orders } from '@holdfast/ordering';
import { type Letter, Letters } from '../../application/letters.js';
import { Sender } from '../../application/mailer.js';
import { oneLine } from '../../application/markup.js';
import type { Email } from '../../domain/email.js';
import { confirmationHtml } from './order-confirmation.html.js';
import { confirmationText } from './order-confirmation.text.js';

/** The letters about orders. Personal data is read when it is needed and kept by nobody here. */
@Injectable()
export class OrderLetters extends Letters {
  constructor(
    private readonly orders: Orders,
    private readonly sender: Sender,
  ) {
    super();
  }

  async write({ subject }: Email): Promise<Letter> {
    const order = await this.orders.forConfirmation(subject);
    if (!order) throw new Error(`There is no order ${subject} to write about`);
    const shop = shopName(this.sender.address);
    return {
      to: order.email,
      subject: `Your order ${oneLine(order.number)} at ${shop}`,
      html: confirmationHtml(order, shop),
      text: confirmationText(order, shop),
    };
  }
}

/** `Holdfast Demo Shop` of `Holdfast Demo Shop <shop@example.com>`; an address without a name stands for itself. */
const shopName = (address: string): string => oneLine(/^"?([^"<]+?)"?\s*</.exec(address)?.[1] ?? address);

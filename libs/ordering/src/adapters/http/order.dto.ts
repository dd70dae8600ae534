import { ACTORS } from '@holdfast/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { AddressBody, Choice, Email, IdOf, MoneyBody, Text, Time, WholeText } from '@holdfast/platform';
import type { CustomerId } from '../../domain/cart-holder.js';
import type { OrderStatus } from '../../domain/order.js';
import { CheckoutLineBody, CheckoutPaymentBody } from './checkout.dto.js';

const STATUSES = ['placed', 'processing', 'completed', 'canceled'];

export class ListOwnOrdersDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
  @Choice(STATUSES, { optional: true }) status?: OrderStatus;
  @Time({ optional: true, about: 'Placed then or later.', example: '2026-01-01T00:00:00Z' }) 'created_at[gte]'?: Date;
  @Time({ optional: true, about: 'Placed then or before.', example: '2026-01-31T23:59:59Z' }) 'created_at[lte]'?: Date;
}

export class ListOrdersDto extends ListOwnOrdersDto {
  @Email({ optional: true }) email?: string;
  @Text({ optional: true, max: 15, pattern: /^\d+$/, example: '1001' }) number?: string;
  @IdOf('cus', { optional: true }) customer?: CustomerId;
}

const id = (prefix: string) => ({ type: String, example: `${prefix}_01h455vb4pex5vsknk084sn02q` });

export class OrderSummaryBody {
  @ApiProperty(id('ord')) id!: string;
  @ApiProperty({ example: '1001' }) number!: string;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ ...id('cus'), nullable: true, description: 'Whose it is; null for the order of a guest.' }) customer_id!: string | null;
  @ApiProperty({ enum: ['unfulfilled'] }) fulfillment_status!: string;
  @ApiProperty(id('chk')) checkout_id!: string;
  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com', description: 'null once its buyer was erased.' }) email!: string | null;
  @ApiProperty({ type: AddressBody, nullable: true }) shipping_address!: AddressBody | null;
  @ApiProperty({ type: AddressBody, nullable: true }) billing_address!: AddressBody | null;
  @ApiProperty({ type: MoneyBody }) subtotal!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) total!: MoneyBody;
  @ApiProperty({ format: 'date-time' }) placed_at!: string;
  @ApiProperty({ type: 'integer', example: 1 }) version!: number;
}

export class OrderDisputeBody {
  @ApiProperty({ type: String, example: 'dsp_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ type: String, example: 'pay_01h455vb4pex5vsknk084sn02q' }) payment_id!: string;
  @ApiProperty({ enum: ['open', 'won', 'lost'] }) status!: string;
  @ApiProperty({ description: 'What the bank says, in the words of the gateway.', example: 'fraudulent' }) reason!: string;
  @ApiProperty({ type: MoneyBody, description: 'What the gateway holds back while it is open.' }) amount!: MoneyBody;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Until then the gateway takes evidence.' }) evidence_due_at!: string | null;
  @ApiProperty({ format: 'date-time' }) opened_at!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) closed_at!: string | null;
}

export class OrderBody extends OrderSummaryBody {
  @ApiProperty({ enum: ['none', 'pending', 'requires_action', 'authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded', 'voided'] }) payment_status!: string;
  @ApiProperty({ type: [CheckoutLineBody] }) lines!: CheckoutLineBody[];
  @ApiProperty({ type: [CheckoutPaymentBody] }) payments!: CheckoutPaymentBody[];
  @ApiProperty({ type: [OrderDisputeBody], description: 'Of its payments, oldest first.' }) disputes!: OrderDisputeBody[];
  @ApiProperty({ type: [String] }) allowed_actions!: string[];
}

export class PendingStepBody {
  @ApiProperty({ description: 'What is the case, as a slug.', example: 'authorize-unknown' }) what!: string;
  @ApiProperty({ description: 'Id of what it is about.', example: 'op_01h455vb4pex5vsknk084sn02q' }) about!: string;
  @ApiProperty({ format: 'date-time' }) since!: string;
  @ApiProperty({ enum: ACTORS, description: 'Who has to act next.' }) next_actor!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it is looked at again by itself; null where nobody looks before somebody acted, or at once.' })
  next_at!: string | null;
  @ApiProperty({ description: 'What can be done about it.', example: 'stripe gave no certain answer. It is asked again by itself; the stock stays held, and nothing is charged twice.' }) advice!: string;
}

export class TimelineEntryBody {
  @ApiProperty(id('evt')) id!: string;
  @ApiProperty({ example: 'ordering.order-placed.v1' }) type!: string;
  @ApiProperty(id('ord')) subject!: string;
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty({ type: String, nullable: true }) to!: string | null;
  @ApiProperty({ type: String, nullable: true }) actor!: string | null;
  @ApiProperty({ type: String, nullable: true }) request_id!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) payload!: Record<string, unknown>;
  @ApiProperty({ format: 'date-time' }) occurred_at!: string;
}

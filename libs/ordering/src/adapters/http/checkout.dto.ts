import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUrl } from 'class-validator';
import { AddressBody, Choice, IdOf, MoneyBody, MoneyDto, ObjectOf, Text } from '@holdfast/platform';
import type { PaymentMethodId } from '@holdfast/payments';
import type { CartId } from '../../domain/cart.js';

export class PaymentDto {
  @Text({ optional: true, max: 40, example: 'stripe', about: 'A gateway of this shop: manual, or those that are configured. Without it the shop chooses by its routes.' }) gateway?: string;
  @Text({ optional: true, max: 200, example: 'pm_card_visa', about: 'How to pay, in the words of the gateway. Either this or payment_method_id.' }) method?: string;
  @IdOf('pm', { optional: true, about: 'A payment method of the customer who pays, in the place of method; its gateway is known.' }) payment_method_id?: PaymentMethodId;
  @ApiProperty({ required: false, type: String, format: 'uri', description: 'Where the gateway sends the shopper back.' })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  return_url?: string;
  @Choice(['automatic', 'manual'], { optional: true, about: 'Capture with the authorization (automatic), or later.' }) capture?: 'automatic' | 'manual';
  @ObjectOf(() => MoneyDto, { optional: true, about: 'A part of what is to be paid: the order is placed once the parts cover the total. All that is open when absent.' }) amount?: MoneyDto;
}

export class NewCheckoutDto {
  @IdOf('cart') cart_id!: CartId;
  @ObjectOf(() => PaymentDto, { optional: true, about: 'Without one the checkout holds the stock and waits for POST …/payments.' }) payment?: PaymentDto;
}

const id = (prefix: string) => ({ type: String, example: `${prefix}_01h455vb4pex5vsknk084sn02q` });
const nullable = { type: String, nullable: true };

export class CheckoutLineBody {
  @ApiProperty(id('line')) id!: string;
  @ApiProperty(id('var')) variant_id!: string;
  @ApiProperty(id('prod')) product_id!: string;
  @ApiProperty({ example: 'Harbor Mug' }) title!: string;
  @ApiProperty(nullable) variant_title!: string | null;
  @ApiProperty(nullable) sku!: string | null;
  @ApiProperty({ type: 'integer', example: 1 }) quantity!: number;
  @ApiProperty({ type: MoneyBody }) unit_price!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) total!: MoneyBody;
}

export class CheckoutPaymentBody {
  @ApiProperty(id('pay')) id!: string;
  @ApiProperty({ example: 'stripe' }) gateway!: string;
  @ApiProperty({ enum: ['pending', 'requires_action', 'authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded', 'voided', 'failed'] }) status!: string;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) authorized!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) captured!: MoneyBody;
  @ApiProperty({ enum: ['capture', 'void', 'refund'], isArray: true, required: false, description: 'For staff alone.' }) allowed_actions?: string[];
}

export class NextActionBody {
  @ApiProperty({ enum: ['redirect'] }) type!: string;
  @ApiProperty({ format: 'uri' }) url!: string;
}

export class PlacedOrderBody {
  @ApiProperty(id('ord')) id!: string;
  @ApiProperty({ example: '1001' }) number!: string;
  @ApiProperty({ enum: ['placed', 'processing', 'completed', 'canceled'] }) status!: string;
  @ApiProperty({ description: 'Secret that opens the order: send it as Holdfast-Order-Token.' }) token!: string;
  @ApiProperty({ format: 'date-time' }) placed_at!: string;
}

export class CheckoutBody {
  @ApiProperty(id('chk')) id!: string;
  @ApiProperty(id('cart')) cart_id!: string;
  @ApiProperty({ enum: ['open', 'processing', 'requires_action', 'completed', 'expired', 'canceled'] }) status!: string;
  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com', description: 'null once its buyer was erased.' }) email!: string | null;
  @ApiProperty({ type: AddressBody, nullable: true }) shipping_address!: AddressBody | null;
  @ApiProperty({ type: AddressBody, nullable: true }) billing_address!: AddressBody | null;
  @ApiProperty({ type: [CheckoutLineBody] }) lines!: CheckoutLineBody[];
  @ApiProperty({ type: MoneyBody }) subtotal!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) total!: MoneyBody;
  @ApiProperty({ type: [CheckoutPaymentBody] }) payments!: CheckoutPaymentBody[];
  @ApiProperty({ type: NextActionBody, nullable: true, description: 'What the shopper has to do before the gateway goes on.' }) next_action!: NextActionBody | null;
  @ApiProperty({ type: PlacedOrderBody, nullable: true }) order!: PlacedOrderBody | null;
  @ApiProperty({ enum: ['pay', 'cancel'], isArray: true }) allowed_actions!: string[];
  @ApiProperty({ format: 'date-time', description: 'Until then the stock is held.' }) expires_at!: string;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
  @ApiProperty({ type: 'integer', example: 2 }) version!: number;
}

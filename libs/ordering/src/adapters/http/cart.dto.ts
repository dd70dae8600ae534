import { ApiProperty } from '@nestjs/swagger';
import { AddressBody, AddressDto, CurrencyCode, Email, IdOf, ListOf, Metadata, MoneyBody, ObjectOf, Whole } from '@holdfast/platform';
import { MAX_LINES, MAX_QUANTITY, type VariantId } from '../../domain/cart.js';

export class LineDto {
  @IdOf('var') variant_id!: VariantId;
  @Whole({ min: 1, max: MAX_QUANTITY, example: 1 }) quantity!: number;
}

export class LineQuantityDto {
  @Whole({ min: 1, max: MAX_QUANTITY, example: 2 }) quantity!: number;
}

/** A cart may be made with everything at once. */
export class NewCartDto {
  @CurrencyCode({ optional: true, about: 'The currency of the shop when absent.' }) currency?: string;
  @Email({ optional: true }) email?: string;
  @ObjectOf(() => AddressDto, { optional: true }) shipping_address?: AddressDto;
  @ObjectOf(() => AddressDto, { optional: true }) billing_address?: AddressDto;
  @ListOf(() => LineDto, { optional: true, max: MAX_LINES }) lines?: LineDto[];
  @Metadata() metadata?: Record<string, string> | null;
}

export class CartDetailsDto {
  @Email({ optional: true, about: 'null removes it.' }) email?: string | null;
  @ObjectOf(() => AddressDto, { optional: true }) shipping_address?: AddressDto | null;
  @ObjectOf(() => AddressDto, { optional: true }) billing_address?: AddressDto | null;
  @Metadata() metadata?: Record<string, string> | null;
}

const id = (prefix: string) => ({ type: String, example: `${prefix}_01h455vb4pex5vsknk084sn02q` });
const nullable = { type: String, nullable: true };

export class CartLineBody {
  @ApiProperty(id('line')) id!: string;
  @ApiProperty(id('var')) variant_id!: string;
  @ApiProperty({ ...id('prod'), nullable: true }) product_id!: string | null;
  @ApiProperty({ ...nullable, example: 'harbor-mug' }) product_handle!: string | null;
  @ApiProperty({ ...nullable, example: 'Harbor Mug' }) title!: string | null;
  @ApiProperty({ ...nullable, example: 'Blue' }) variant_title!: string | null;
  @ApiProperty({ ...nullable, example: 'MUG-BLUE' }) sku!: string | null;
  @ApiProperty(nullable) image_url!: string | null;
  @ApiProperty({ type: 'integer', example: 1 }) quantity!: number;
  @ApiProperty({ type: MoneyBody, nullable: true, description: 'null when it is not sold any more.' }) unit_price!: MoneyBody | null;
  @ApiProperty({ type: MoneyBody, nullable: true }) total!: MoneyBody | null;
}

export class CartProblemBody {
  @ApiProperty({ enum: ['price-changed', 'variant-unavailable'] }) code!: string;
  @ApiProperty(id('line')) line_id!: string;
}

export class CartBody {
  @ApiProperty(id('cart')) id!: string;
  @ApiProperty({ enum: ['open', 'checking_out', 'converted', 'abandoned', 'merged'] }) status!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ ...nullable, example: 'ada@example.com' }) email!: string | null;
  @ApiProperty({ type: AddressBody, nullable: true }) shipping_address!: AddressBody | null;
  @ApiProperty({ type: AddressBody, nullable: true }) billing_address!: AddressBody | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) metadata!: Record<string, string>;
  @ApiProperty({ type: [CartLineBody] }) lines!: CartLineBody[];
  @ApiProperty({ type: MoneyBody }) subtotal!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) total!: MoneyBody;
  @ApiProperty({ type: [CartProblemBody], description: 'What the shopper should know before the checkout.' }) problems!: CartProblemBody[];
  @ApiProperty({ ...id('cus'), nullable: true, description: 'Whose it is; null for the cart of a guest.' }) customer_id!: string | null;
  @ApiProperty({ ...id('cart'), nullable: true, description: 'The cart that its lines went to, when it is `merged`.' }) merged_into!: string | null;
  @ApiProperty({ type: 'integer', example: 1 }) version!: number;
}

export class NewCartBody extends CartBody {
  @ApiProperty({ ...nullable, description: 'The secret of a guest’s cart, shown once: send it as Holdfast-Cart-Token. null for a customer.', example: 'mF3v…' }) token!: string | null;
}

export class ClaimedCartBody {
  @ApiProperty({ enum: ['claimed', 'merged'], description: '`merged`: you had a cart already, and its lines went there.' }) status!: string;
  @ApiProperty({ ...id('cart'), description: 'The cart to go on with.' }) id!: string;
}

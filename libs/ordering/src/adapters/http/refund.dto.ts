import { ApiProperty } from '@nestjs/swagger';
import { Choice, IdOf, ListOf, MoneyBody, Whole } from '@holdfast/platform';
import { REFUND_REASONS } from '../../domain/refund.js';

export class RefundedPiecesDto {
  @IdOf('line') line_id!: `line_${string}`;
  @Whole({ min: 1, max: 10_000, example: 1 }) quantity!: number;
}

export class RefundOrderDto {
  @ListOf(() => RefundedPiecesDto, { min: 1, max: 200, about: 'Each line once.' }) lines!: RefundedPiecesDto[];
  @Choice(REFUND_REASONS, { optional: true, about: 'Why, for the books.' }) reason?: string;
}

const id = (prefix: string) => ({ type: String, example: `${prefix}_01h455vb4pex5vsknk084sn02q` });

export class OrderRefundLineBody {
  @ApiProperty(id('line')) line_id!: string;
  @ApiProperty({ type: 'integer', example: 1 }) quantity!: number;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
}

export class OrderRefundOperationBody {
  @ApiProperty(id('op')) id!: string;
  @ApiProperty(id('pay')) payment_id!: string;
  @ApiProperty({ enum: ['pending', 'succeeded', 'failed'] }) status!: string;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
}

export class OrderRefundBody {
  @ApiProperty(id('ref')) id!: string;
  @ApiProperty(id('ord')) order_id!: string;
  @ApiProperty({ enum: ['pending', 'succeeded', 'partially_failed', 'failed'], description: '`failed`: its pieces can be refunded again. `partially_failed`: refund what is missing by amount, at the payment.' })
  status!: string;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
  @ApiProperty({ type: String, nullable: true, enum: [...REFUND_REASONS, null] }) reason!: string | null;
  @ApiProperty(id('stf')) actor!: string;
  @ApiProperty({ type: [OrderRefundLineBody] }) lines!: OrderRefundLineBody[];
  @ApiProperty({ type: [OrderRefundOperationBody], description: 'One for each payment that gives a part back.' }) operations!: OrderRefundOperationBody[];
  @ApiProperty({ format: 'date-time' }) created_at!: string;
}

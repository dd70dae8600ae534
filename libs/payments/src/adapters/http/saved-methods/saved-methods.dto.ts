import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUrl } from 'class-validator';
import { Flag, Text } from '@holdfast/platform';

export class NewPaymentMethodDto {
  @Text({ max: 40, example: 'stripe', about: 'A gateway of this shop that keeps payment methods.' }) gateway!: string;
  @Text({ max: 200, example: 'pm_card_visa', about: 'What is to be kept, in the words of the gateway: what its own form in the browser answered. Never a card number.' }) method!: string;
  @ApiProperty({ required: false, type: String, format: 'uri', description: 'Where the gateway sends the shopper back.' })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  return_url?: string;
}

export class ChangePaymentMethodDto {
  @Flag({ about: 'The one to be offered first. There is one at most.' }) default!: boolean;
}

export class SavedCardBody {
  @ApiProperty({ example: 'visa' }) brand!: string;
  @ApiProperty({ example: '4242' }) last4!: string;
  @ApiProperty({ type: 'integer', example: 12 }) expiry_month!: number;
  @ApiProperty({ type: 'integer', example: 2031 }) expiry_year!: number;
}

export class SetupActionBody {
  @ApiProperty({ enum: ['redirect'] }) type!: string;
  @ApiProperty({ format: 'uri' }) url!: string;
}

export class PaymentMethodBody {
  @ApiProperty({ type: String, example: 'pm_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ example: 'stripe' }) gateway!: string;
  @ApiProperty({ enum: ['processing', 'requires_action', 'active', 'failed'], description: '`processing`: the gateway has not told the outcome yet.' }) status!: string;
  @ApiProperty() default!: boolean;
  @ApiProperty({ type: SavedCardBody, nullable: true, description: 'Once it is active.' }) card!: SavedCardBody | null;
  @ApiProperty({ type: SetupActionBody, nullable: true, description: 'What the shopper has to do before the gateway goes on.' }) next_action!: SetupActionBody | null;
  @ApiProperty({ type: String, nullable: true, example: 'insufficient_funds', description: 'Why it failed, in the words of the gateway.' }) code!: string | null;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
}

export class PaymentMethodsBody {
  @ApiProperty({ type: [PaymentMethodBody], description: 'The default one first, then the newest.' }) data!: PaymentMethodBody[];
}

import { ApiProperty } from '@nestjs/swagger';
import { MAX_AMOUNT } from '../kernel/index.js';
import { CurrencyCode, Whole } from './fields.js';

/** Money in a request: more than nothing. */
export class MoneyDto {
  @Whole({ min: 1, max: MAX_AMOUNT, about: 'Minor units of the currency.', example: 1999 }) amount!: number;
  @CurrencyCode() currency!: string;
}

/** Money in an answer. */
export class MoneyBody {
  @ApiProperty({ type: 'integer', description: 'Minor units of the currency.', example: 1999 }) amount!: number;
  @ApiProperty({ example: 'EUR' }) currency!: string;
}

import { ApiProperty } from '@nestjs/swagger';
import { CountryCode, Text } from './fields.js';

/** A postal address in a request, wherever one is taken. */
export class AddressDto {
  @Text({ max: 200, example: 'Ada Lovelace' }) name!: string;
  @Text({ max: 200, example: '12 Harbor Street' }) line1!: string;
  @Text({ optional: true, max: 200 }) line2?: string;
  @Text({ max: 100, example: 'Hamburg' }) city!: string;
  @Text({ optional: true, max: 100 }) region?: string;
  @Text({ optional: true, max: 20, example: '20457' }) postal_code?: string;
  @CountryCode() country!: string;
  @Text({ optional: true, max: 40 }) phone?: string;
}

/** A postal address in an answer. */
export class AddressBody {
  @ApiProperty({ example: 'Ada Lovelace' }) name!: string;
  @ApiProperty({ example: '12 Harbor Street' }) line1!: string;
  @ApiProperty({ required: false }) line2?: string;
  @ApiProperty({ example: 'Hamburg' }) city!: string;
  @ApiProperty({ required: false }) region?: string;
  @ApiProperty({ required: false, example: '20457' }) postal_code?: string;
  @ApiProperty({ example: 'DE' }) country!: string;
  @ApiProperty({ required: false }) phone?: string;
}

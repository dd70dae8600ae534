import { ApiProperty } from '@nestjs/swagger';
import { Email, Text, WholeText } from '@holdfast/platform';

export class ListCustomersDto {
  @Email({ optional: true, about: 'Exactly this address.' }) email?: string;
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
}

export class AdminCustomerBody {
  @ApiProperty({ example: 'cus_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ type: String, format: 'email', nullable: true, description: 'null once the customer was erased.', example: 'ada@example.com' }) email!: string | null;
  @ApiProperty({ example: 'Ada Lovelace' }) name!: string;
  @ApiProperty({ type: String, nullable: true }) phone!: string | null;
  @ApiProperty({ enum: ['active', 'disabled', 'erased'] }) status!: 'active' | 'disabled' | 'erased';
  @ApiProperty({ format: 'date-time' }) created_at!: string;
  @ApiProperty({ format: 'date-time' }) updated_at!: string;
}

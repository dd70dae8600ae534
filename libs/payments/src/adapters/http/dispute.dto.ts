import { ApiProperty } from '@nestjs/swagger';
import { MoneyBody } from '@holdfast/platform';

export class DisputeBody {
  @ApiProperty({ type: String, example: 'dsp_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ type: String, example: 'pay_01h455vb4pex5vsknk084sn02q' }) payment_id!: string;
  @ApiProperty({ enum: ['open', 'won', 'lost'] }) status!: string;
  @ApiProperty({ description: 'What the bank says, in the words of the gateway.', example: 'fraudulent' }) reason!: string;
  @ApiProperty({ type: MoneyBody, description: 'What the gateway holds back while it is open.' }) amount!: MoneyBody;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Until then the gateway takes evidence.' }) evidence_due_at!: string | null;
  @ApiProperty({ format: 'date-time' }) opened_at!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) closed_at!: string | null;
}

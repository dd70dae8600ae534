import { ApiProperty } from '@nestjs/swagger';
import { Text, WholeText } from '@holdfast/platform';

export class ListMailboxDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
}

export class MailboxMessageBody {
  @ApiProperty({ example: 'msg_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ example: '<eml_01h455vb4pex5vsknk084sn02q@holdfast>' }) message_id!: string;
  @ApiProperty({ example: 'ada@example.com' }) to!: string;
  @ApiProperty({ example: 'Holdfast Demo Shop <shop@example.com>' }) from!: string;
  @ApiProperty({ example: 'Your order 1001 at Holdfast Demo Shop' }) subject!: string;
  @ApiProperty({ format: 'date-time' }) sent_at!: string;
  @ApiProperty({ description: 'The mail as its reader sees it.', example: 'http://localhost:3000/v1/test/mailbox/msg_01h455vb4pex5vsknk084sn02q' }) html_url!: string;
  @ApiProperty({ description: 'The mail as plain text.' }) text!: string;
}

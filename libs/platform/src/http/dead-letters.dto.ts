import { ApiProperty } from '@nestjs/swagger';
import { QUEUES_OF_PEOPLE } from '../queue/dead-letters.js';
import { Choice, WholeText } from './fields.js';

export class ListDeadLettersDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Choice(QUEUES_OF_PEOPLE, { optional: true, about: 'Of one queue alone.' }) queue?: (typeof QUEUES_OF_PEOPLE)[number];
}

export class DeadLetterBody {
  @ApiProperty({ example: 'mail.mail-eml_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ enum: QUEUES_OF_PEOPLE }) queue!: string;
  @ApiProperty({ description: 'Which handler it is for.', example: 'send-email' }) job!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Ids of what it is about.', example: { id: 'eml_01h455vb4pex5vsknk084sn02q' } }) data!: object;
  @ApiProperty({ description: 'Why the last try failed.', example: 'connect ECONNREFUSED 127.0.0.1:25' }) reason!: string;
  @ApiProperty({ type: 'integer', description: 'How often it was tried.', example: 12 }) attempts!: number;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it was given up.' }) failed_at!: string | null;
}

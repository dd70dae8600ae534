import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { IdempotencyKeyReused, NotFound, type Page, RequestInProgress } from '../kernel/index.js';
import { type DeadLetter, DeadLetters } from '../queue/dead-letters.js';
import { RequiresScope } from './access.js';
import { Route } from './answers.js';
import { DeadLetterBody, ListDeadLettersDto } from './dead-letters.dto.js';
import { Idempotent } from './idempotency.js';
import { PageOf } from './page-body.js';
import { Forbidden, IdempotencyKeyInvalid, Unauthenticated } from './problems.js';

const ADMIN = [Unauthenticated, Forbidden];
const LETTER = { name: 'letter', schema: { type: 'string', example: 'mail.mail-eml_01h455vb4pex5vsknk084sn02q' } } as const;

@ApiTags('Operations')
@Controller('v1/ops/dead-letters')
export class DeadLettersController {
  constructor(private readonly letters: DeadLetters) {}

  @RequiresScope('ops:read')
  @Get()
  @Route({
    summary: 'List what workers have given up, newest first',
    about: 'Jobs that failed twelve times, over some eight hours. Nothing is lost by it: each is about a record that is still there. All on one page, the latest 100 at most of each queue.',
    answers: [{ status: 200, type: PageOf(DeadLetterBody) }],
    problems: ADMIN,
  })
  list(@Query() { limit, queue }: ListDeadLettersDto): Promise<Page<DeadLetter>> {
    return this.letters.list(limit, queue);
  }

  @RequiresScope('ops:write')
  @Post(':letter/retries')
  @Idempotent()
  @HttpCode(202)
  @ApiParam(LETTER)
  @Route({
    summary: 'Try a job again that was given up',
    about: 'As often as if it were new. Safe at any time: what a job does is done once.',
    answers: [{ status: 202, type: DeadLetterBody, about: 'It waits for a worker; this is how it was.' }],
    problems: [...ADMIN, NotFound, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress],
  })
  retry(@Param('letter') id: string): Promise<DeadLetter> {
    return this.letters.retry(id);
  }

  @RequiresScope('ops:write')
  @Delete(':letter')
  @HttpCode(204)
  @ApiParam(LETTER)
  @Route({ summary: 'Let a job go that was given up', about: 'Nobody tries it again.', answers: [{ status: 204 }], problems: [...ADMIN, NotFound] })
  discard(@Param('letter') id: string): Promise<void> {
    return this.letters.discard(id);
  }
}

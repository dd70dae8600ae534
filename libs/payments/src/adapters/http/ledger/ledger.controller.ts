import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Forbidden, Idempotent, IdempotencyKeyInvalid, IdempotencyKeyRequired, IdempotencyKeyReused, IdParam, PageOf, ReauthenticationRequired, RequestInProgress, RequiresScope, Route, Unauthenticated,
} from '@holdfast/platform';
import { GetJournal, type JournalView, ListAccounts, ListAccountTransfers, ListJournals } from '../../../application/ledger/ledger-queries.js';
import { ReverseJournal } from '../../../application/ledger/reverse-journal.js';
import { isAccountCode } from '../../../domain/ledger/chart.js';
import type { JournalId } from '../../../domain/ledger/journal.js';
import { AccountNotFound, BooksWouldNotHold, JournalNotFound, JournalReversed } from '../../../domain/ledger/ledger-errors.js';
import { AccountBody, AccountTransferBody, JournalBody, ListAccountsDto, ListJournalsDto, PageDto, ReasonDto } from './ledger.dto.js';

const ADMIN = [Unauthenticated, Forbidden];
const KEYED = [IdempotencyKeyRequired, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];

@ApiTags('Admin: ledger')
@Controller('v1/admin/ledger')
export class LedgerController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('ledger:read')
  @Get('accounts')
  @Route({ summary: 'List the accounts of the ledger with their balances, now or as of a time', answers: [{ status: 200, type: PageOf(AccountBody) }], problems: ADMIN })
  accounts(@Query() { name, currency, as_of: asOf, limit, cursor }: ListAccountsDto) {
    return this.queries.execute(new ListAccounts({ name, currency, asOf, limit, cursor }));
  }

  @RequiresScope('ledger:read')
  @Get('accounts/:code/transfers')
  @ApiParam({ name: 'code', example: 'gateway_clearing:stripe:EUR' })
  @Route({ summary: 'List what was booked on an account, newest first', answers: [{ status: 200, type: PageOf(AccountTransferBody) }], problems: [...ADMIN, AccountNotFound] })
  transfers(@Param('code') code: string, @Query() { limit, cursor }: PageDto) {
    if (!isAccountCode(code)) throw new AccountNotFound();
    return this.queries.execute(new ListAccountTransfers(code, { limit, cursor }));
  }

  @RequiresScope('ledger:read')
  @Get('journals')
  @Route({ summary: 'List journals, newest first', answers: [{ status: 200, type: PageOf(JournalBody) }], problems: ADMIN })
  journals(@Query() { order: orderId, payment: paymentId, kind, limit, cursor }: ListJournalsDto) {
    return this.queries.execute(new ListJournals({ orderId, paymentId, kind, limit, cursor }));
  }

  @RequiresScope('ledger:read')
  @Get('journals/:id')
  @Route({ summary: 'Read a journal', answers: [{ status: 200, type: JournalBody }], problems: [...ADMIN, JournalNotFound] })
  journal(@IdParam('jrn') id: JournalId): Promise<JournalView> {
    return this.queries.execute(new GetJournal(id));
  }

  @RequiresScope('ledger:write', { dangerous: true })
  @Post('journals/:id/reversals')
  @Idempotent({ required: true })
  @Route({
    summary: 'Reverse a journal',
    about: 'Books its transfers the other way round, once. Nothing in the ledger is ever changed or removed. No money moves at a gateway by it.',
    answers: [{ status: 201, type: JournalBody, about: 'The reversing journal.', headers: { location: 'The reversing journal.' } }],
    problems: [...ADMIN, ...KEYED, ReauthenticationRequired, JournalNotFound, JournalReversed, BooksWouldNotHold],
  })
  async reverse(@IdParam('jrn') id: JournalId, @Body() { reason }: ReasonDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<JournalView> {
    const reversal = await this.commands.execute(new ReverseJournal(id, reason));
    void reply.header('location', `/v1/admin/ledger/journals/${reversal}`);
    return this.queries.execute(new GetJournal(reversal));
  }
}

import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { type KeyedRequest, newId, type StoredAnswer } from '@holdfast/kernel';
import {
  fingerprint, Forbidden, Idempotent, IdempotencyHeader, idempotencyKey, IdempotencyKeyInvalid, IdempotencyKeyRequired, IdempotencyKeyReused, IdParam, PageOf, receiveForm,
  ReauthenticationRequired, replay, RequestInProgress, RequiresScope, Route, Unauthenticated,
} from '@holdfast/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GetJournal, type JournalView } from '../../../application/ledger/ledger-queries.js';
import { CorrectDifference } from '../../../application/settlement/correct-difference.js';
import { MAX_REPORT_BYTES } from '../../../application/settlement/report-format.js';
import { KeepReport, RequestSettlement } from '../../../application/settlement/request-settlement.js';
import { GetReport, ListDifferences, ListReportLines, ListReports, type ReportView } from '../../../application/settlement/settlement-queries.js';
import { BooksWouldNotHold } from '../../../domain/ledger/ledger-errors.js';
import { DifferenceSettled, SettlementReportNotFound } from '../../../domain/settlement/settlement-errors.js';
import type { DifferenceId, ReportId } from '../../../domain/settlement/settlement-line.js';
import { JournalBody, ReasonDto } from '../ledger/ledger.dto.js';
import { columnMapping } from './column-mapping.js';
import { DifferenceBody, ImportReportDto, ListDifferencesDto, ListLinesDto, ListReportsDto, SettlementLineBody, SettlementReportBody } from './settlement.dto.js';

const ADMIN = [Unauthenticated, Forbidden];
const KEYED = [IdempotencyKeyRequired, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];
const FORM = { type: 'object', required: ['file'], properties: { mapping: { type: 'string', description: 'JSON: names of the columns, for `generic`. Comes before the file.' }, file: { type: 'string', format: 'binary' } } };

@ApiTags('Admin: ledger')
@Controller('v1/admin/settlement-reports')
export class SettlementReportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('ledger:write')
  @Post()
  @HttpCode(202)
  @IdempotencyHeader(true)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: FORM as never })
  @Route({
    summary: 'Import a settlement report of a gateway',
    about:
      'A CSV file, 256 MB at most; commas, semicolons or tabs, amounts in major units. It is worked on after the answer: read the report until its status is `completed` or `failed`. Fees and payouts are booked from it. ' +
      'A file with a fault anywhere fails before anything of it is booked; lines that came before are passed over, or are differences where they say otherwise now. ' +
      '`stripe` takes the history of the balance and the itemized reports. ' +
      'The mapping of `generic` comes before the file and names a column for `id`, `type`, `amount`, `currency` and `created`, maybe for `fee`, `net`, `reference` and `key` (our operation), what words of the type mean in `types`, and `decimal`.',
    answers: [{ status: 202, type: SettlementReportBody, headers: { location: 'The report.' } }],
    problems: [...ADMIN, ...KEYED],
  })
  async create(@Query() { gateway, format, complete_until: completeUntil }: ImportReportDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const key = idempotencyKey(request);
    if (!key) throw new IdempotencyKeyRequired();
    const id: ReportId = newId('rep');
    // Nothing is kept of a file whose columns nobody knows.
    const { kept, fields } = await receiveForm(request, MAX_REPORT_BYTES, ['mapping'], async (content, fileName, { mapping }) => {
      const columns = format === 'generic' ? columnMapping(mapping) : undefined;
      return { fileName, columns, uploaded: await this.commands.execute(new KeepReport(id, content)) };
    });
    const { uploaded, ...file } = kept;
    const asked = keyed(request, key, { digest: uploaded.digest, gateway, format, completeUntil, mapping: fields.mapping });
    const { answer, replayed } = await this.commands.execute(new RequestSettlement(id, { ...file, gateway, format, completeUntil }, uploaded, asked, () => this.#answer(id)));
    void reply.send(replay(reply, answer, replayed));
  }

  @RequiresScope('ledger:read')
  @Get()
  @Route({ summary: 'List settlement reports, newest first', answers: [{ status: 200, type: PageOf(SettlementReportBody) }], problems: ADMIN })
  list(@Query() { gateway, limit, cursor }: ListReportsDto) {
    return this.queries.execute(new ListReports({ gateway, limit, cursor }));
  }

  @RequiresScope('ledger:read')
  @Get(':id')
  @Route({ summary: 'Read a settlement report', answers: [{ status: 200, type: SettlementReportBody }], problems: [...ADMIN, SettlementReportNotFound] })
  get(@IdParam('rep') id: ReportId): Promise<ReportView> {
    return this.queries.execute(new GetReport(id));
  }

  @RequiresScope('ledger:read')
  @Get(':id/lines')
  @Route({ summary: 'List the lines that a report brought', answers: [{ status: 200, type: PageOf(SettlementLineBody) }], problems: [...ADMIN, SettlementReportNotFound] })
  lines(@IdParam('rep') id: ReportId, @Query() { status, limit, cursor }: ListLinesDto) {
    return this.queries.execute(new ListReportLines(id, { status, limit, cursor }));
  }

  @RequiresScope('ledger:read')
  @Get(':id/differences')
  @Route({
    summary: 'List where a report and the books differ, with the correction of each',
    answers: [{ status: 200, type: PageOf(DifferenceBody) }],
    problems: [...ADMIN, SettlementReportNotFound],
  })
  differences(@IdParam('rep') id: ReportId, @Query() { status, limit, cursor }: ListDifferencesDto) {
    return this.queries.execute(new ListDifferences(id, { status, limit, cursor }));
  }

  @RequiresScope('ledger:write', { dangerous: true })
  @Post(':id/differences/:difference/corrections')
  @Idempotent({ required: true })
  @Route({
    summary: 'Accept a difference: book the correction that is proposed for it',
    about: 'The books then say what the gateway says; what nobody has explained stands on the account `suspense`.',
    answers: [{ status: 201, type: JournalBody, headers: { location: 'The correcting journal.' } }],
    problems: [...ADMIN, ...KEYED, ReauthenticationRequired, SettlementReportNotFound, DifferenceSettled, BooksWouldNotHold],
  })
  async correct(@IdParam('rep') id: ReportId, @IdParam('dif', 'difference') difference: DifferenceId, @Body() { reason }: ReasonDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<JournalView> {
    const journal = await this.commands.execute(new CorrectDifference(id, difference, reason));
    void reply.header('location', `/v1/admin/ledger/journals/${journal}`);
    return this.queries.execute(new GetJournal(journal));
  }

  async #answer(id: ReportId): Promise<StoredAnswer> {
    const body = JSON.stringify(await this.queries.execute(new GetReport(id)));
    return { status: 202, headers: { 'content-type': 'application/json; charset=utf-8', location: `/v1/admin/settlement-reports/${id}` }, body };
  }
}

/** The body is a stream: its content counts, not how the form was put together. */
const keyed = (request: FastifyRequest, key: string, content: object): KeyedRequest => ({
  scope: request.principal?.id ?? 'anonymous', key, fingerprint: fingerprint('POST', '/v1/admin/settlement-reports', content), requestId: request.id,
});

import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { type KeyedRequest, newId, type StoredAnswer } from '@holdfast/kernel';
import { Choice, CurrencyCode, fingerprint, idempotencyKey, IdempotencyHeader, IdempotencyKeyReused, IdParam, InvalidRequest, replay, RequestInProgress, RequiresScope, Route, Text, WholeText } from '@holdfast/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CatalogSettings } from '../../application/catalog-settings.js';
import { KeepUpload } from '../../application/keep-upload.js';
import { GetImport, GetJob, ListImportRows } from '../../application/reads.js';
import { RequestImport } from '../../application/request-import.js';
import type { ImportId } from '../../application/uploaded-files.js';
import { ImportNotFound } from '../../domain/errors.js';
import { ImportResource, ImportRowListView, JobResource } from './import.views.js';
import { IMPORTS_PATH, receive } from './upload.js';

export class ImportOptionsDto {
  @CurrencyCode({ optional: true, about: 'Currency of the prices; the form field of this name counts as well.' }) currency?: string;
}

export class ListImportRowsDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit?: number;
  @Text({ max: 1_000, optional: true, about: 'next_cursor of the page before.' }) cursor?: string;
  @Choice(['failed'], { optional: true, about: 'Only rows with faults are kept.', example: 'failed' }) status?: string;
}

const FORM = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' }, currency: { type: 'string', example: 'EUR' } } };

@ApiTags('Admin: catalog')
@Controller('v1/admin')
export class ImportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly settings: CatalogSettings,
  ) {}

  @Post('imports')
  @HttpCode(202)
  @RequiresScope('catalog:write')
  @IdempotencyHeader(false)
  @ApiConsumes('multipart/form-data', 'text/csv')
  @ApiBody({ schema: FORM as never })
  @Route({
    summary: 'Import products from a CSV file',
    about: "Takes Shopify's product CSV, 1 GB at most. Products are found by handle; a file that comes again changes nothing and adds no stock.",
    answers: [{ status: 202, type: ImportResource, headers: { Location: 'Address of the job.' } }],
    problems: [IdempotencyKeyReused, RequestInProgress],
  })
  async create(@Query() options: ImportOptionsDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const key = idempotencyKey(request);
    const id: ImportId = newId('job');
    const { kept, currency: field } = await receive(request, (content, name) => this.commands.execute(new KeepUpload(id, this.settings.currency, name, content)));
    const currency = checkedCurrency(field) ?? options.currency ?? this.settings.currency;
    const keyed = key ? keyedUpload(request, key, kept.digest, currency) : undefined;
    const answer = () => this.answer(id);
    const requested = await this.commands.execute(new RequestImport(id, currency, kept, keyed, answer));
    if (requested.kind === 'reused') throw new IdempotencyKeyReused();
    if (requested.kind === 'running') throw new RequestInProgress();
    const repeated = requested.kind === 'repeated';
    void reply.send(replay(reply, repeated ? requested.answer : await answer(), repeated));
  }

  @Get('imports/:id')
  @RequiresScope('catalog:read')
  @Route({ summary: 'Get an import', answers: [{ status: 200, type: ImportResource }], problems: [ImportNotFound] })
  get(@IdParam('job') id: ImportId) {
    return this.queries.execute(new GetImport(id));
  }

  @Get('imports/:id/rows')
  @RequiresScope('catalog:read')
  @Route({ summary: 'List the faulty rows of an import', about: 'The first 10,000, in the order of the file.', answers: [{ status: 200, type: ImportRowListView }], problems: [ImportNotFound] })
  rows(@IdParam('job') id: ImportId, @Query() { limit = 20, cursor }: ListImportRowsDto) {
    return this.queries.execute(new ListImportRows(id, limit, cursor));
  }

  @Get('jobs/:id')
  @RequiresScope('catalog:read')
  @Route({ summary: 'Get a job', answers: [{ status: 200, type: JobResource }], problems: [ImportNotFound] })
  job(@IdParam('job') id: ImportId) {
    return this.queries.execute(new GetJob(id));
  }

  private async answer(id: ImportId): Promise<StoredAnswer> {
    const body = JSON.stringify(await this.queries.execute(new GetImport(id)));
    return { status: 202, headers: { 'content-type': 'application/json; charset=utf-8', location: `/v1/admin/jobs/${id}` }, body };
  }
}

/** The body is a stream: its content counts, not how the form was put together. */
function keyedUpload(request: FastifyRequest, key: string, digest: string, currency: string): KeyedRequest {
  return { scope: request.principal?.id ?? 'anonymous', key, fingerprint: fingerprint('POST', IMPORTS_PATH, { digest, currency }) };
}

function checkedCurrency(field: string | undefined): string | undefined {
  if (field === undefined || /^[A-Z]{3}$/.test(field)) return field;
  throw new InvalidRequest([{ pointer: '/currency', code: 'matches', message: 'currency must be an ISO 4217 code, for instance EUR' }]);
}

import { Body, Controller, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CustomersAlone, CustomersOnly, IdParam, NotFound, ReauthenticationRequired, Route, Throttled, Unauthenticated } from '@holdfast/platform';
import { GetDataExport, GetDataExportContent } from '../../application/get-data-export.js';
import { Reauthenticate } from '../../application/reauthenticate.js';
import { RequestDataExport } from '../../application/request-data-export.js';
import { RequestErasure } from '../../application/request-erasure.js';
import { WrongPassword } from '../../domain/account-errors.js';
import type { DataExportId } from '../../domain/data-export.js';
import { PasswordsBusy } from '../../domain/errors.js';
import { InvalidMfaCode, MfaCodeMissing } from '../../domain/mfa-errors.js';
import { DataExportNotReady } from '../../domain/privacy-errors.js';
import { ownAccount } from './account-of.js';
import { customerOf } from './caller.js';
import { proofIn } from './mfa.dto.js';
import { DataExportBody, dataExportBody, ErasureBody, erasureBody, RequestErasureDto } from './privacy.dto.js';

const CUSTOMERS = [Unauthenticated, CustomersAlone];

/** What the law gives everybody: to see what is known about them (GDPR, articles 15 and 20), and to be forgotten (article 17). */
@ApiTags('Accounts')
@CustomersOnly()
@Controller('v1/customers/me')
export class PrivacyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @CustomersOnly({ dangerous: true })
  @Post('data-exports')
  @HttpCode(202)
  @Route({
    summary: 'Ask for all that the shop knows about you',
    about: 'A mail tells when the document is there. While one is being written, that one is answered; a new one takes the place of the one before.',
    answers: [{ status: 202, type: DataExportBody, headers: { location: 'The export.' } }],
    problems: [...CUSTOMERS, ReauthenticationRequired],
  })
  async requestExport(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<DataExportBody> {
    const found = await this.commands.execute(new RequestDataExport(customerOf(request).id));
    void reply.header('location', `/v1/customers/me/data-exports/${found.id}`);
    return dataExportBody(found);
  }

  @Get('data-exports/:id')
  @Route({ summary: 'See how far an export is', answers: [{ status: 200, type: DataExportBody }], problems: [...CUSTOMERS, NotFound] })
  async export(@IdParam('exp') id: DataExportId, @Req() request: FastifyRequest): Promise<DataExportBody> {
    return dataExportBody(await this.queries.execute(new GetDataExport(id, customerOf(request).id)));
  }

  @Get('data-exports/:id/content')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="personal-data.json"')
  @Route({
    summary: 'Fetch the document of an export',
    about: 'JSON, with a part for each area of the shop. It can be fetched for seven days.',
    answers: [],
    problems: [...CUSTOMERS, NotFound, DataExportNotReady],
  })
  @ApiOkResponse({ description: 'The document.', content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } } })
  content(@IdParam('exp') id: DataExportId, @Req() request: FastifyRequest): Promise<Buffer> {
    return this.queries.execute(new GetDataExportContent(id, customerOf(request).id));
  }

  @CustomersOnly({ dangerous: true })
  @Throttled('reauthentication', ownAccount)
  @Post('erasure-requests')
  @HttpCode(202)
  @Route({
    summary: 'Have the shop forget you',
    about: 'Closes the account and ends all sessions at once; the worker erases the rest. Orders stay without you, as the law asks of the books. What is on its way to you is erased when it has arrived.',
    answers: [{ status: 202, type: ErasureBody }],
    problems: [...CUSTOMERS, ReauthenticationRequired, WrongPassword, MfaCodeMissing, InvalidMfaCode, PasswordsBusy, NotFound],
  })
  async erase(@Body() { password, ...shown }: RequestErasureDto, @Req() request: FastifyRequest): Promise<ErasureBody> {
    const { id, session } = customerOf(request);
    await this.commands.execute(new Reauthenticate(id, session, password, proofIn(shown)));
    return erasureBody(await this.commands.execute(new RequestErasure(id, 'owner')));
  }
}

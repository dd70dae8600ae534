import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../http/access.js';
import { Route } from '../http/answers.js';
import { PageOf } from '../http/page-body.js';
import { Forbidden, Unauthenticated } from '../http/problems.js';
import type { Page } from '../kernel/index.js';
import { AuditEntryBody, ListAuditEntriesDto } from './audit-entries.dto.js';
import { AuditEntries, type AuditEntryView } from './audit-entries.js';

@ApiTags('Admin: audit log')
@Controller('v1/admin/audit-entries')
export class AuditEntriesController {
  constructor(private readonly entries: AuditEntries) {}

  @RequiresScope('audit:read')
  @Get()
  @Route({
    summary: 'Read the audit log, newest first',
    about:
      'Every change that an API key or a member of staff made to a record, and every security event. Entries are committed with the change '
      + 'that they tell of, never change, and are chained by their hashes: `audit verify` of the command line proves it.',
    answers: [{ status: 200, type: PageOf(AuditEntryBody) }],
    problems: [Unauthenticated, Forbidden],
  })
  list(@Query() query: ListAuditEntriesDto): Promise<Page<AuditEntryView>> {
    const { resource_id, request_id, 'created_at[gte]': from, 'created_at[lte]': to, ...rest } = query;
    return this.entries.list({ ...rest, resourceId: resource_id, requestId: request_id, from, to });
  }
}

import { Controller, Get, Header, Inject, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Page } from '@holdfast/kernel';
import { HeaderText, IdParam, NotFound, PageOf, PLATFORM_SETTINGS, type PlatformSettings, Public, Route } from '@holdfast/platform';
import { GetMailboxHtml, ListMailbox, type MailboxMessage, type MessageId } from '../../application/mailbox.js';
import { ListMailboxDto, MailboxMessageBody } from './mailbox.dto.js';
import { mailboxPage } from './mailbox-page.js';

const PATH = 'v1/test/mailbox';
const HTML = 'text/html; charset=utf-8';
/** Styles of the page itself and nothing else: no scripts, no images, no frames, no forms. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A mail holds what strangers typed, so it is cut off from the API's origin as well; its links open beside it. */
const MAIL_POLICY = `${PAGE_POLICY}; sandbox allow-popups allow-popups-to-escape-sandbox`;

/** The mails of the test mode. Never mounted in production: anybody may read them. */
@ApiTags('Test mode')
@Controller(PATH)
export class TestMailboxController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings,
  ) {}

  @Public()
  @Get()
  @Header('vary', 'Accept')
  @Route({
    summary: 'List the mails that were sent, newest first',
    about: 'In test mode only. A browser (`Accept: text/html`) gets a page with links.',
    answers: [{ status: 200, type: PageOf(MailboxMessageBody) }],
  })
  async list(@Query() { limit, cursor }: ListMailboxDto, @HeaderText('accept') accept: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    const mails = await this.queries.execute(new ListMailbox({ limit, cursor }));
    const data = mails.data.map((mail) => this.body(mail));
    if (!accept?.includes('text/html')) return { ...mails, data };
    void reply.header('content-type', HTML).header('content-security-policy', PAGE_POLICY);
    return mailboxPage(data, older(mails, limit));
  }

  @Public()
  @Get(':id')
  @Header('content-type', HTML)
  @Header('content-security-policy', MAIL_POLICY)
  @Route({ summary: 'Show a mail as its reader sees it', answers: [], problems: [NotFound] })
  @ApiOkResponse({ description: 'The mail.', content: { 'text/html': { schema: { type: 'string' } } } })
  async show(@IdParam('msg') id: MessageId): Promise<string> {
    const html = await this.queries.execute(new GetMailboxHtml(id));
    if (html === undefined) throw new NotFound();
    return html;
  }

  private body({ id, message_id, to, from, subject, sent_at, text }: MailboxMessage): MailboxMessageBody {
    return { id, message_id, to, from, subject, sent_at, html_url: `${this.settings.publicUrl}/${PATH}/${id}`, text };
  }
}

const older = ({ page }: Page<unknown>, limit: number): string | null => (page.next_cursor ? `/${PATH}?limit=${limit}&cursor=${page.next_cursor}` : null);

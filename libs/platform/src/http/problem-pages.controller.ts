import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { NotFound, problems } from '../kernel/index.js';
import { Public } from './access.js';
import { PROTOCOL_PROBLEMS, STATUS } from './problem.filter.js';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1d2433}
code{background:#eef1f6;border-radius:4px;padding:.1em .3em}a{color:#0b57d0}td{padding:.3rem 1rem .3rem 0;vertical-align:top}</style>
${body}</html>`;

/** Those that modules declare, and those of the protocol itself. */
const all = (): { code: string; title: string; about?: string; status: number }[] =>
  [...problems().map((problem) => ({ ...problem, status: STATUS[problem.kind] })), ...PROTOCOL_PROBLEMS].sort((a, b) => a.code.localeCompare(b.code));

/** The pages behind the `type` of every problem document. */
@ApiExcludeController()
@Controller('problems')
export class ProblemPagesController {
  @Public()
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  list(): string {
    const rows = all().map(({ code, status, title }) => `<tr><td>${status}<td><a href="/problems/${code}"><code>${code}</code></a><td>${escape(title)}`);
    return page('Problems', `<h1>Problems</h1><p>Every refusal of this API names one of these codes.</p><table>${rows.join('')}</table>`);
  }

  @Public()
  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  show(@Param('code') code: string): string {
    const found = all().find((problem) => problem.code === code);
    if (!found) throw new NotFound();
    const about = found.about ? `<p>${escape(found.about).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>` : '';
    return page(found.code, `<p><a href="/problems">Problems</a></p><h1>${escape(found.title)}</h1>${about}<p>Code <code>${found.code}</code>, status <code>${found.status}</code>.</p>`);
  }
}

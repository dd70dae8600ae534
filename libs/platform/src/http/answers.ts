import { applyDecorators, type Type } from '@nestjs/common';
import { ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type Problem, type ProblemClass, problems } from '../kernel/index.js';
import { InvalidRequest, Unavailable } from './problems.js';
import { STATUS } from './problem.filter.js';

interface Answer {
  readonly status: number;
  /** Class of the body, with @ApiProperty fields; none for an empty body. */
  readonly type?: Type;
  readonly about?: string;
  readonly headers?: Record<string, string>;
}

export interface RouteDocs {
  readonly summary: string;
  readonly about?: string;
  readonly answers: readonly Answer[];
  readonly problems?: readonly ProblemClass[];
}

/** Documents a route: what it does, what it answers, and every problem it may refuse with. */
export function Route({ summary, about, answers, problems = [] }: RouteDocs) {
  const byStatus = new Map<number, Problem[]>();
  for (const { problem } of [InvalidRequest, ...problems, Unavailable]) {
    const status = STATUS[problem.kind];
    const list = byStatus.get(status) ?? [];
    if (!list.includes(problem)) byStatus.set(status, [...list, problem]);
  }
  return applyDecorators(
    ApiOperation({ summary, description: about }),
    ...answers.map(({ status, type, about: description = 'Done.', headers = {} }) =>
      ApiResponse({
        status,
        description,
        type,
        headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }])),
      }),
    ),
    ...[...byStatus].map(([status, list]) => problemResponse(status, list)),
    ApiResponse({ status: 'default', ...anyProblem() }),
  );
}

function problemResponse(status: number, list: readonly Problem[]) {
  return ApiResponse({
    status,
    description: described(list),
    content: problemContent(list, status),
  });
}

/** What stands for all problems that are not named. */
export const anyProblem = () => ({ description: 'Any other problem.', content: problemContent([]) });

/** The answer of this status again, with more problems that it may name. */
export function withProblems(response: object | undefined, status: number, more: readonly Problem[]): object {
  const content = (response as Documented | undefined)?.content?.['application/problem+json'];
  const named = content?.schema?.allOf?.[1].properties.code.enum ?? [];
  const list = problems().filter((problem) => named.includes(problem.code) || more.includes(problem));
  return { description: described(list), content: problemContent(list, status) };
}

interface Documented {
  readonly content?: Record<string, { schema?: { allOf?: [object, { properties: { code: { enum: string[] } } }] } }>;
}

const described = (list: readonly Problem[]): string => list.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' ');

function problemContent(list: readonly Problem[], status?: number) {
  const base = { $ref: getSchemaPath('Problem') };
  const schema = list.length === 0 ? base : { allOf: [base, { type: 'object', properties: { code: { type: 'string', enum: list.map(({ code }) => code) } } }] };
  const examples = Object.fromEntries(
    list.map(({ code, title }) => [
      code,
      { value: { type: `http://localhost:3000/problems/${code}`, title, status, detail: `${title}.`, instance: '/v1/…', code, request_id: 'req_01h455vb4pex5vsknk084sn02q' } },
    ]),
  );
  return { 'application/problem+json': { schema, ...(list.length > 0 ? { examples } : {}) } } as never;
}

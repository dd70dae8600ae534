import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { IdempotencyKeyReused, NotFound, type ProblemClass, RequestInProgress } from '../kernel/index.js';
import { anyProblem, withProblems } from './answers.js';
import { CardDataNotAccepted } from './card-data.js';
import { STATUS } from './problem.filter.js';
import { Forbidden, IdempotencyKeyInvalid, MalformedJson, MfaEnrollmentRequired, MfaRequired, Overloaded, TooManyRequests, Unauthenticated } from './problems.js';
import { isProbe } from './probes.js';

const PROBLEM = {
  type: 'object',
  description: 'What went wrong, as RFC 9457 (application/problem+json). `code` is stable; `errors` tells faults of single fields.',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'Page of this problem, served by the API.' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'What to do next, for people.' },
    instance: { type: 'string' },
    code: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    retry_after: { type: 'integer', description: 'Seconds.' },
  },
};

const LIMIT_HEADERS = {
  'RateLimit-Policy': {
    description: 'The limits that were counted for this request (draft-ietf-httpapi-ratelimit-headers): `q` requests in `w` seconds. Missing where none are set.',
    schema: { type: 'string' },
    example: '"address";q=1200;w=60',
  },
  RateLimit: {
    description: 'What is left of them: `r` requests now, and all of them again in `t` seconds.',
    schema: { type: 'string' },
    example: '"address";r=1199;t=1',
  },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
};
const referenceTo = (header: string) => ({ $ref: `#/components/headers/${header}` });
const LIMITS = { 'RateLimit-Policy': referenceTo('RateLimit-Policy'), RateLimit: referenceTo('RateLimit') };

/** The OpenAPI 3.1 document of the routes that this application really has. */
export function openApiDocument(app: NestFastifyApplication, publicUrl: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Holdfast')
    .setVersion('1')
    .setDescription(
      'Headless commerce: never oversells, never charges twice, never loses an order. Money is integer minor units; ids are typed; every POST takes an Idempotency-Key, but for those of accounts and sessions.',
    )
    .setLicense('MIT', 'https://opensource.org/license/mit')
    // Relative first: the page then tries requests where it came from, whatever name it was opened under.
    .addServer('./', 'Where this document was read')
    .addServer(publicUrl)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'sk_…', description: 'A secret API key.' }, 'api-key')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The access token of a customer’s session.' }, 'customer')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The access token of a session of a member of staff.' }, 'staff')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}` });
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations) as [string, Operation][]) {
      completeOperation(operation, method);
      if (!isProbe(path)) sayLimits(operation);
    }
  }
  document.components = { ...document.components, headers: LIMIT_HEADERS as never, schemas: { ...document.components?.schemas, Problem: PROBLEM as never } };
  return document;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  description?: string;
  example?: unknown;
  schema?: { example?: unknown; readonly pattern?: string };
}

interface Operation {
  security?: object[];
  readonly parameters: readonly Parameter[];
  readonly responses: Record<string, object>;
}

/**
 * The page would fill examples in and send them all: every filter at once, and one Idempotency-Key for ever. What may be
 * left out, or has to be fresh, says its example in words.
 */
function sayExample(parameter: Parameter): void {
  const example = parameter.example ?? parameter.schema?.example;
  if (example === undefined || parameter.in === 'path' || (parameter.required && parameter.in === 'query')) return;
  parameter.description = `${parameter.description ?? ''} For instance \`${String(example)}\`.`.trim();
  delete parameter.example;
  delete parameter.schema?.example;
}

/** What is no id of the kind that stands in this place names nothing: see IdParam. */
const isId = ({ in: place, schema }: Parameter): boolean => place === 'path' && schema?.pattern !== undefined;

/** What every operation, or every one with a credential, a body or a key, may refuse: said once here rather than at each route. */
function completeOperation(operation: Operation, method: string): void {
  const { security, parameters, responses } = operation;
  responses['default'] ??= anyProblem();
  for (const parameter of parameters) sayExample(parameter);
  if (security) operation.security = once(security);
  // Where an API key would do as well, staff needs a permission, and permissions come with the second factor alone.
  const isForStaff = security?.some((one) => 'api-key' in one);
  const takesKey = parameters.some(({ name }) => name === 'Idempotency-Key');
  const common: (ProblemClass | false | undefined)[] = [
    security && Unauthenticated,
    // Whoever may come without a credential is not forbidden anything with one.
    security?.every((one) => Object.keys(one).length > 0) && Forbidden,
    isForStaff && MfaEnrollmentRequired,
    isForStaff && MfaRequired,
    // A body is read wherever one may come, also where nothing is made of it.
    method !== 'get' && MalformedJson,
    parameters.some(isId) && NotFound,
    takesKey && IdempotencyKeyInvalid,
    takesKey && IdempotencyKeyReused,
    takesKey && RequestInProgress,
    CardDataNotAccepted,
  ];
  for (const refusal of common) {
    if (!refusal) continue;
    const status = STATUS[refusal.problem.kind];
    responses[status] = withProblems(responses[status], status, [refusal.problem]);
  }
}

/** Every answer tells the limits that were counted for it, and every request may be one too many: of whoever sends it, or of all. */
function sayLimits({ responses }: Operation): void {
  const later = [TooManyRequests, Overloaded].map(({ problem }) => {
    const status = STATUS[problem.kind];
    responses[status] = withProblems(responses[status], status, [problem]);
    return String(status);
  });
  for (const [of, response] of Object.entries(responses) as [string, { headers?: object }][]) {
    response.headers = { ...response.headers, ...LIMITS, ...(later.includes(of) ? { 'Retry-After': referenceTo('Retry-After') } : {}) };
  }
}

/** Any of several credentials will do; those that a controller and its route both name are said once. */
const once = (security: readonly object[]): object[] => [...new Map(security.map((one) => [JSON.stringify(one), one])).values()];

/** `/openapi.json`, and a page at `/docs` to read it and to try it. */
export function serveDocs(app: NestFastifyApplication, publicUrl: string): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, publicUrl), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Holdfast API',
    swaggerOptions: { displayRequestDuration: true, tryItOutEnabled: true, defaultModelsExpandDepth: 0 },
  });
}

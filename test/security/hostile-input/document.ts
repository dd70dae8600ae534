/** What a fuzzer reads of an OpenAPI document: every operation, what it takes, and who may call it. */

export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly (string | number)[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export type Credential = 'api-key' | 'staff' | 'customer';

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{id}` where an id goes. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Kinds of credentials of which it takes any. */
  readonly credentials: readonly Credential[];
  /** Whether it also takes callers without a credential. */
  readonly open: boolean;
  /** Schema of its JSON body, if it takes one. */
  readonly json?: Schema;
  /** Takes a form with a file. */
  readonly form: boolean;
  /** Statuses that are documented. */
  readonly statuses: readonly string[];
}

export interface ApiDocument {
  readonly paths: Record<string, Record<string, RawOperation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly security?: readonly Record<string, unknown>[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: Schema }> };
  readonly responses: Record<string, object>;
}

export class ApiOperations {
  readonly all: readonly Operation[];

  constructor(private readonly document: ApiDocument) {
    this.all = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => operationOf(path, method, operation)));
  }

  /** The schema itself, where a reference or a single `allOf` stands for it. */
  resolved(schema: Schema): Schema {
    if (schema.$ref) return this.resolved(this.document.components.schemas[schema.$ref.split('/').at(-1)!]!);
    return schema.allOf?.length === 1 ? this.resolved(schema.allOf[0]!) : schema;
  }
}

function operationOf(path: string, method: string, { operationId, parameters = [], security = [], requestBody, responses }: RawOperation): Operation {
  const content = requestBody?.content ?? {};
  const json = content['application/json']?.schema;
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    parameters,
    credentials: security.flatMap((one) => Object.keys(one)) as Credential[],
    open: security.length === 0 || security.some((one) => Object.keys(one).length === 0),
    ...(json ? { json } : {}),
    form: 'multipart/form-data' in content,
    statuses: Object.keys(responses),
  };
}

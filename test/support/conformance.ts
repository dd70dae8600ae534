import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Answer } from './answer.js';

interface Operation {
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema?: object }> }>;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

/** Checks answers against an OpenAPI 3.1 document: the route, the status, the content type and the body have to be in it. */
export function conformance(document: Document): (method: string, path: string, answer: Answer) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: 'doc', components: document.components });
  const routes = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replaceAll(/[.()]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    exact: !path.includes('{'),
    path,
    operations,
  }));
  routes.sort((a, b) => Number(b.exact) - Number(a.exact));
  // Once for each schema: compiled ones are kept by their identity.
  const known = new Map<object, object>();
  const pointed = (schema: object): object => {
    const made = known.get(schema) ?? (JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"doc#/components/')) as object);
    known.set(schema, made);
    return made;
  };
  return (method, path, answer) => {
    const where = path.split('?', 1)[0]!;
    const route = routes.find(({ pattern, operations }) => pattern.test(where) && operations[method.toLowerCase()]);
    if (!route) throw new Error(`${method} ${where} is not in the OpenAPI document`);
    const { responses } = route.operations[method.toLowerCase()]!;
    const response = responses[String(answer.status)] ?? (answer.status >= 400 ? responses['default'] : undefined);
    if (!response) throw new Error(`${method} ${route.path} answered ${answer.status}, which its documentation does not name: ${answer.text.slice(0, 300)}`);
    if (!response.content) return;
    const type = answer.headers.get('content-type')?.split(';', 1)[0] ?? '';
    const content = response.content[type];
    if (!content) throw new Error(`${method} ${route.path} answered ${answer.status} as ${type}, documented is ${Object.keys(response.content).join(', ')}`);
    if (content.schema && answer.body !== undefined && !ajv.validate(pointed(content.schema), answer.body)) {
      throw new Error(`${method} ${route.path} ${answer.status} does not conform: ${ajv.errorsText()}\n${answer.text.slice(0, 600)}`);
    }
  };
}

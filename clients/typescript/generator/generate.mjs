import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';

export const COMMAND = 'npm run build:client';

export const FOLDER = join(import.meta.dirname, '../src/generated');

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const KEY = 'Idempotency-Key';
const NOTICE = `// Made from the OpenAPI document by "${COMMAND}". What is changed here is lost.`;

export async function generate(document) {
  const { paths, codes } = successesOf(document.paths);
  const slim = { ...document, servers: [], paths, tags: [] };
  const operations = operationsOf(paths);
  const types = await typesOf(slim);
  return {
    'types.ts': `${NOTICE}\n\n${types}`,
    'operations.ts': [NOTICE, IMPORT, operationTypes(operations), keyedRoutes(operations), codeType(codes)].join('\n\n'),
  };
}

const IMPORT = "import type * as types from './types.js';";

/** Each failure has the same type, whose code says which it is: their codes are gathered, and they themselves left out. */
function successesOf(paths) {
  const codes = new Set();
  const successes = mapEntries(paths, (item) =>
    mapEntries(item, (operation) => {
      const responses = Object.entries(operation.responses);
      for (const [, response] of responses) for (const code of codesOf(response)) codes.add(code);
      return {
        ...operation,
        // The client sends a key by itself.
        parameters: operation.parameters.map((one) => (one.name === KEY ? { ...one, required: false } : one)),
        responses: Object.fromEntries(
          responses.filter(([status]) => status.startsWith('2')).map(([status, { headers: _, ...response }]) => [status, response]),
        ),
      };
    }),
  );
  return { paths: successes, codes: [...codes].sort() };
}

function codesOf(response) {
  const schema = response.content?.['application/problem+json']?.schema;
  return schema?.allOf?.[1]?.properties?.code?.enum ?? [];
}

function operationsOf(paths) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method,
      path,
      type: item[method].operationId.split('_').map(capitalized).join(''),
      takesKey: item[method].parameters.some(({ name }) => name === KEY),
    })),
  );
}

/** Kept in a folder for a moment, because the generator of the types writes files only. */
async function typesOf(document) {
  const path = mkdtempSync(join(tmpdir(), 'holdfast-client-'));
  try {
    await createClient({
      input: structuredClone(document),
      output: { path, entryFile: false, header: [] },
      logs: { level: 'silent', file: false },
      plugins: ['@hey-api/typescript'],
    });
    return readFileSync(join(path, 'types.gen.ts'), 'utf8').trimStart();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function operationTypes(operations) {
  const methods = METHODS.map((method) => {
    const lines = operations
      .filter((operation) => operation.method === method)
      .map(({ path, type }) => `    '${path}': { request: types.${type}Data; answer: types.${type}Response };`);
    return `  ${method}: {\n${lines.join('\n')}\n  };`;
  });
  return `/** What each operation takes and answers, by method and address. */\nexport interface Operations {\n${methods.join('\n')}\n}`;
}

function keyedRoutes(operations) {
  const lines = operations.filter(({ takesKey }) => takesKey).map(({ method, path }) => `  '${method} ${path}',`);
  return `/** The operations that take an Idempotency-Key: with the same key again, they are carried out once. */\nexport const KEYED: ReadonlySet<string> = new Set([\n${lines.join('\n')}\n]);`;
}

function codeType(codes) {
  return `/** The code of every problem that some operation names. */\nexport type ProblemCode =\n${codes.map((code) => `  | '${code}'`).join('\n')};\n`;
}

const mapEntries = (of, map) => Object.fromEntries(Object.entries(of).map(([key, value]) => [key, map(value)]));
const capitalized = (word) => word.charAt(0).toUpperCase() + word.slice(1);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './cruise.js';

/** A file of the tree, parsed. */
export interface Source {
  /** From the root of the checkout, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

export function sourceOf(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** Every TypeScript and JavaScript file under the folders. */
export function sourcesUnder(...folders: string[]): Source[] {
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|mjs|cjs|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'))
    .map((file) =>
      sourceOf(file.slice(ROOT.length).replaceAll('\\', '/'), readFileSync(file, 'utf8')),
    )
    .sort((a, b) => a.path.localeCompare(b.path));
}

export const isTest = ({ path }: Source): boolean =>
  /^(test|bench)\/|\.spec\.ts$|-under-test\.ts$/.test(path);

/** `inventory` of libs/inventory/src/…; undefined outside libs. */
export const moduleOf = ({ path }: Source): string | undefined =>
  /^libs\/([^/]+)\//.exec(path)?.[1];

/** Every node of the file, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

export function classesOf({ tree }: Source): ts.ClassDeclaration[] {
  return [...nodesOf(tree)].filter(ts.isClassDeclaration);
}

/** The calls that decorate a node: `@Body() body` has `Body`. */
export function decoratorsOf(
  node: ts.Node,
): { readonly name: string; readonly args: readonly ts.Expression[] }[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.map(({ expression }) =>
    ts.isCallExpression(expression)
      ? { name: expression.expression.getText(), args: expression.arguments }
      : { name: expression.getText(), args: [] },
  );
}

/** The texts of a file: strings and templates, without what templates have filled in. */
export function textsOf({ tree }: Source): string[] {
  return [...nodesOf(tree)].flatMap((node) => {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isTemplateExpression(node))
      return [
        [node.head, ...node.templateSpans.map(({ literal }) => literal)]
          .map(({ text }) => text)
          .join('…'),
      ];
    return [];
  });
}

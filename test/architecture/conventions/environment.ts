import ts from 'typescript';
import { nodesOf, type Source } from '../sources.js';

/** The one reader of the environment. */
const READER = 'config/env.ts';

/** No setting is read there: the search path is handed on to children. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'apps/launcher/run.mjs': 'process.env.PATH',
};

const isProcess = (node: ts.Node | undefined): boolean =>
  !!node && /^(globalThis\.)?process$/.test(node.getText());

function reads(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'env' && isProcess(node.expression);
  if (ts.isElementAccessExpression(node)) return isProcess(node.expression);
  if (ts.isVariableDeclaration(node))
    return (
      ts.isObjectBindingPattern(node.name) &&
      isProcess(node.initializer) &&
      /\benv\b/.test(node.name.getText())
    );
  if (ts.isImportSpecifier(node)) {
    const from = node.parent.parent.parent.moduleSpecifier.getText();
    return (
      /^['"](node:)?process['"]$/.test(from) && (node.propertyName ?? node.name).text === 'env'
    );
  }
  return false;
}

/** Places that read the environment and may not. */
export function environmentReads(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path !== READER)
    .flatMap(({ path, tree }) =>
      [...nodesOf(tree)]
        .filter((node) => reads(node) && node.parent.getText() !== EXCEPTIONS[path])
        .map((node) => `${path}: ${node.parent.getText().slice(0, 60)}`),
    );
}

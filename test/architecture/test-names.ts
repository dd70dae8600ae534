import ts from 'typescript';
import { nodesOf, type Source } from './sources.js';

/** The full names of the tests of a file, as they stand there: `describe › it`. Of tables the name has its placeholders. */
export function testNames({ tree }: Source): string[] {
  return [...nodesOf(tree)].flatMap((node) => {
    const title = titleOf(node, ['it', 'test']);
    return title === undefined ? [] : [[...groupsAround(node), title].join(' › ')];
  });
}

function groupsAround(node: ts.Node): string[] {
  const groups: string[] = [];
  for (let above = node.parent; above; above = above.parent) {
    const title = titleOf(above, ['describe']);
    if (title !== undefined) groups.unshift(title);
  }
  return groups;
}

/** The first argument of `it('…')`, or of `it.each(…)('…')`. */
function titleOf(node: ts.Node, names: readonly string[]): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const [title] = node.arguments;
  if (!title || !ts.isStringLiteralLike(title)) return undefined;
  const { expression } = node;
  const called = ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression) ? expression.expression.expression : expression;
  return ts.isIdentifier(called) && names.includes(called.text) ? title.text : undefined;
}

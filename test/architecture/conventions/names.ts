import ts from 'typescript';
import { nodesOf, type Source } from '../sources.js';

/** A file aims at 120. */
export const MAX_LINES = 250;

export function longFiles(sources: readonly Source[]): string[] {
  return sources
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

/** Words that say nothing about what a thing is for. */
const EMPTY_WORDS = /^(?:Abstract|Base)(?=[A-Z])|(?:Impl|Helpers?|Utils?|Manager|Base)$/;
const EMPTY_FILE_NAMES =
  /(?:^|[-.])(?:impl|helpers?|utils?|manager)\.\w+$|\.(?:port|interface|enum)\.ts$/;
const NOT_KEBAB = /[A-Z_]/;

function declaredName(node: ts.Node): string | undefined {
  const declares =
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isFunctionDeclaration(node);
  return declares ? node.name?.text : undefined;
}

/** Files, classes, types and functions whose names the house does not use. */
export function forbiddenNames(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, tree }) => {
    const file = path.slice(path.lastIndexOf('/') + 1);
    const names = [...nodesOf(tree)].flatMap((node) => {
      const name = declaredName(node);
      if (name === undefined) return [];
      const prefixed = ts.isInterfaceDeclaration(node) && /^I[A-Z]/.test(name);
      return prefixed || EMPTY_WORDS.test(name) ? [`${path}: ${name}`] : [];
    });
    return EMPTY_FILE_NAMES.test(file) || NOT_KEBAB.test(file) ? [path, ...names] : names;
  });
}

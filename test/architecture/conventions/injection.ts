import ts from 'typescript';
import { classesOf, decoratorsOf, nodesOf, type Source } from '../sources.js';

/** Such parameters are checked against their class: a type import checks nothing. */
const VALIDATED = ['Body', 'Query', 'UploadedFile'];

/** What Nest makes by itself; what our own code makes with `new` may have any types. */
const MADE_BY_NEST = [
  'Injectable',
  'Controller',
  'CommandHandler',
  'QueryHandler',
  'HandlesJob',
  'RunsEvery',
  'Consumes',
];

/** Names that are gone at run time: imported as types, or declared as interfaces and aliases. */
function typeOnlyNames({ tree }: Source): Set<string> {
  return new Set(
    [...nodesOf(tree)].flatMap((node) => {
      if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
        return [node.name.text];
      if (ts.isImportSpecifier(node))
        return node.isTypeOnly || isTypeOnly(node.parent.parent) ? [node.name.text] : [];
      if (ts.isImportClause(node)) return isTypeOnly(node) && node.name ? [node.name.text] : [];
      return [];
    }),
  );
}

const isTypeOnly = (clause: ts.ImportClause): boolean =>
  clause.phaseModifier === ts.SyntaxKind.TypeKeyword;

const typeName = ({ type }: ts.ParameterDeclaration): string | undefined =>
  type && ts.isTypeReferenceNode(type) ? type.typeName.getText() : undefined;

const isInjectedByType = (parameter: ts.ParameterDeclaration): boolean =>
  !decoratorsOf(parameter).some(({ name }) => name === 'Inject');

const isValidated = (parameter: ts.ParameterDeclaration): boolean =>
  decoratorsOf(parameter).some(({ name, args }) => VALIDATED.includes(name) && args.length === 0);

/** The parameters of a class whose type Nest reads at run time. */
function parametersRead(of: ts.ClassDeclaration): ts.ParameterDeclaration[] {
  return of.members.flatMap((member) => {
    if (ts.isConstructorDeclaration(member)) return member.parameters.filter(isInjectedByType);
    if (ts.isMethodDeclaration(member)) return member.parameters.filter(isValidated);
    return [];
  });
}

/**
 * Injected or validated parameters whose type does not exist at run time. They compile, and then
 * Nest injects nothing or lets any body through.
 */
export function typesThatAreGone(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const gone = typeOnlyNames(source);
    return classesOf(source)
      .filter((of) => decoratorsOf(of).some(({ name }) => MADE_BY_NEST.includes(name)))
      .flatMap((of) => parametersRead(of).map((parameter) => ({ of, type: typeName(parameter) })))
      .filter(({ type }) => type !== undefined && gone.has(type))
      .map(({ of, type }) => `${source.path}: ${of.name?.text} needs ${type} at run time`);
  });
}

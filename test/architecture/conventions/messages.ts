import type ts from 'typescript';
import { classesOf, decoratorsOf, isTest, moduleOf, type Source } from '../sources.js';

const HANDLERS: Readonly<Record<string, string>> = {
  CommandHandler: 'Command',
  QueryHandler: 'Query',
};

interface Found {
  readonly module: string;
  readonly kind: string;
  readonly message: string;
  /** Of handlers. */
  readonly handler?: string;
}

const baseOf = (of: ts.ClassDeclaration): string =>
  of.heritageClauses?.flatMap(({ types }) =>
    types.map(({ expression }) => expression.getText()),
  )[0] ?? '';

/** What is wrong with messages: no handler, several, one of the other kind, or one not wired. */
export function unhandledMessages(sources: readonly Source[]): string[] {
  const own = sources.filter((source) => moduleOf(source) && !isTest(source));
  const classes = own.flatMap((source) =>
    classesOf(source).map((of) => ({ of, module: moduleOf(source)! })),
  );
  const messages = classes
    .filter(({ of }) => Object.values(HANDLERS).includes(baseOf(of)))
    .map(({ of, module }): Found => ({ module, kind: baseOf(of), message: of.name!.text }));
  const handlers = classes.flatMap(({ of, module }) =>
    decoratorsOf(of).flatMap(({ name, args }): Found[] => {
      const kind = HANDLERS[name];
      return kind
        ? args.map((arg) => ({ module, kind, message: arg.getText(), handler: of.name!.text }))
        : [];
    }),
  );
  const wiring = (module: string): string =>
    own
      .filter((source) => moduleOf(source) === module && /\.(module|providers)\.ts$/.test(source.path))
      .map(({ text }) => text)
      .join('\n');
  const same = (a: Found, b: Found): boolean =>
    a.module === b.module && a.kind === b.kind && a.message === b.message;
  return [
    ...messages
      .map((message) => ({
        ...message,
        count: handlers.filter((handler) => same(handler, message)).length,
      }))
      .filter(({ count }) => count !== 1)
      .map(({ module, message, count }) => `${module}: ${message} has ${count} handlers`),
    ...handlers
      .filter((handler) => !messages.some((message) => same(handler, message)))
      .map(
        ({ module, handler, kind, message }) =>
          `${module}: ${handler} handles ${message}, which is no ${kind} of it`,
      ),
    ...handlers
      .filter(
        ({ module, handler }) =>
          !new RegExp(`\\b${handler}\\b`).test(wiring(module).replaceAll(/^import .*$/gm, '')),
      )
      .map(({ module, handler }) => `${module}: ${handler} is in no module's providers`),
  ];
}

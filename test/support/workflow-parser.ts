import { registerHooks } from 'node:module';

/** The package imports its schema as bundlers want it: Node has to be told that it is JSON. */
registerHooks({
  load: (url, context, next) => next(url, url.includes('/@actions/') && url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});

const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');

/** What the parser of GitHub has to say against a workflow. */
export const faultsOf = (name: string, content: string): string[] =>
  parseWorkflow({ name, content }, new NoOperationTraceWriter()).context.errors.getErrors().map(({ message }) => message);

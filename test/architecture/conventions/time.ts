import ts from 'typescript';
import { isTest, moduleOf, nodesOf, type Source, textsOf } from '../sources.js';

/** What measures the machine, or only puts things into an order. Everything else asks `Clock`, which can be moved. */
const IN_REAL_TIME: readonly string[] = [
  'libs/platform/src/kernel/clock.ts',
  'libs/platform/src/kernel/ids.ts',
  'libs/platform/src/health/readiness.ts',
  'libs/platform/src/test-clock/overdue-work.ts',
  // Prometheus and the queue have the time of the machine.
  'libs/platform/src/invariants/invariants.ts',
  'libs/platform/src/queue/queue-figures.ts',
  'libs/platform/src/test-clock/schema.ts',
  'libs/platform/src/test-clock/test-clock.ts',
  // How long answers of other parties are kept.
  'libs/identity/src/adapters/openid-connect/discovered-provider.ts',
  'libs/payments/src/adapters/gateways/paypal/paypal-client.ts',
];

/** Times of PostgreSQL that no search path can move. */
const UNMOVABLE =
  /\b(?:current_(?:date|time|timestamp)|localtime(?:stamp)?)\b|\bpg_catalog\.\w*(?:now|timestamp)\(\)|\btimeofday\(\)|'(?:now|today|tomorrow|yesterday)'::/i;

const readsMachine = (node: ts.Node): boolean =>
  (ts.isCallExpression(node) && node.expression.getText() === 'Date.now') ||
  (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length);

/** Places in the shop that tell the time in a way that the clock of the test mode cannot move. */
export function unmovableTimes(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => moduleOf(source) && !isTest(source) && !IN_REAL_TIME.includes(source.path))
    .flatMap((source) => [
      ...[...nodesOf(source.tree)].filter(readsMachine).map((node) => `${source.path}: ${node.getText()}`),
      ...textsOf(source).flatMap((text) => UNMOVABLE.exec(text)?.[0] ?? []).map((found) => `${source.path}: ${found}`),
    ]);
}

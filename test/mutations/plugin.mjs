/** What Stryker loads: its test runner for the specs of this tree, and what leaves mutants out. Plain JavaScript, because it teaches Node to read the rest. */
import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { loadSources } from './sources.mjs';

loadSources();
const { DrawnMutants } = await import('./draw.js');
const { SpecRunner } = await import('./spec-runner.js');

/** The specs run without failpoints; only the crash sweep has them, in other processes, and runs into every one by its name. */
const failpoints = {
  shouldIgnore: ({ node }) => (node.type === 'IfStatement' && node.test.name === 'FAILPOINTS' ? 'a failpoint, which the crash sweep runs into' : undefined),
};

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'holdfast', SpecRunner),
  declareClassPlugin(PluginKind.Checker, 'drawn', DrawnMutants),
  declareValuePlugin(PluginKind.Ignore, 'failpoints', failpoints),
];

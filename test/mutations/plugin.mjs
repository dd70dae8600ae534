/** What Stryker loads: its test runner for the specs of this tree, and who draws mutants. Plain JavaScript, because it teaches Node to read the rest. */
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { loadSources } from './sources.mjs';

loadSources();
const { DrawnMutants } = await import('./draw.js');
const { SpecRunner } = await import('./spec-runner.js');

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'holdfast', SpecRunner), declareClassPlugin(PluginKind.Checker, 'drawn', DrawnMutants)];

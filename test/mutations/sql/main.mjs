/** Tries the mutants of the guards in SQL in a process of its own, a line of JSON each; the argument names some of them. */
import { loadSources } from '../sources.mjs';

loadSources();
const { tryMutants } = await import('./run.js');

await tryMutants(process.argv[2], (verdict) => console.log(JSON.stringify(verdict))).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

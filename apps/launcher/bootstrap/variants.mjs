/**
 * What is built from the sources. `shipped` is Holdfast. `faults` is Holdfast with its failpoints left in,
 * and the proofs of test/ that make use of them: it is never shipped.
 */
export const variants = {
  shipped: { output: 'dist', folders: ['apps', 'libs', 'config', 'bench'], globals: {} },
  faults: { output: 'dist-faults', folders: ['apps', 'libs', 'config', 'bench', 'test'], globals: { FAILPOINTS: 'true' } },
};

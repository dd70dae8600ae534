import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/checkout.js';

/** All that a build has in it of the shop, as text. */
function built(folder: string, ...parts: string[]): string {
  const files = parts.flatMap((part) => readdirSync(join(ROOT, folder, part), { recursive: true, withFileTypes: true }));
  return files.filter(({ name }) => name.endsWith('.js')).map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n');
}

const names = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].sort();

describe('failpoints', () => {
  it('are not in what is shipped', () => {
    const shipped = built('dist', 'apps', 'libs', 'config', 'bench');

    expect(shipped.length).toBeGreaterThan(100_000);
    expect(shipped.match(/.*failpoint.*/gi)).toBeNull();
    expect(existsSync(join(ROOT, 'dist/test'))).toBe(false);
  });

  it('are all in the build for proofs, each with a name that is declared', () => {
    const declared = names(readFileSync(join(ROOT, 'libs/platform/src/failpoints.d.ts'), 'utf8'), /\| '([a-z0-9.-]+)'/g);
    const reached = names(built('dist-faults', 'libs'), /failpoint\('([^']+)'\)/g);

    expect(reached).toEqual(declared);
    expect(reached.length).toBeGreaterThan(35);
  });
});

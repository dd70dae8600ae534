import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** What the figures were measured on and with, as rows of name and value. */
export function surroundings(postgres: string): (readonly [string, string])[] {
  const packages = ['fastify', 'pg', 'undici'].map((name) => `${name} ${versionOf(name)}`);
  return [
    ['Processor', `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`],
    ['Memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
    ['System', `${platform()} ${release()} (${arch()})`],
    ['Node', process.versions.node],
    ['PostgreSQL', postgres],
    ['Holdfast', commit()],
    ['Packages', packages.join(', ')],
  ];
}

function versionOf(name: string): string {
  const file = join(ROOT, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The commit that runs; told when the files differ from it. */
function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const changed = git('status', '--porcelain', '--', 'apps', 'libs', 'config', 'bench').trim();
    return `commit ${git('rev-parse', '--short=12', 'HEAD').trim()}${changed ? ' with changes' : ''}`;
  } catch {
    return 'commit unknown';
  }
}

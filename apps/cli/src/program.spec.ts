import { cli } from './cli-under-test.js';

/** Every command by its words, as the help lists them. */
async function commands(...words: string[]): Promise<string[][]> {
  const { said } = await cli({})(...words, '--help');
  const listed = /\nCommands:\n((?: .*\n?)*)/.exec(said.join('\n'))?.[1] ?? '';
  const names = [...listed.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name!).filter((name) => name !== 'help');
  const below = await Promise.all(names.map((name) => commands(...words, name)));
  return names.flatMap((name, at) => [[...words, name], ...below[at]!]);
}

describe('holdfast', () => {
  it('has a help with examples for every command', async () => {
    const all = await commands();
    const helps = await Promise.all(all.map((words) => cli({})(...words, '--help')));

    expect(all.length).toBeGreaterThan(4);
    expect(all.filter((_, at) => !/\nExamples:\n {2}\$ holdfast /.test(helps[at]!.said.join('\n')))).toEqual([]);
    expect(helps.map(({ status }) => status)).toEqual(all.map(() => 0));
  });

  it('shows what there is when nothing is asked, and what its exit codes mean', async () => {
    const { status, said } = await cli({})();

    expect(status).toBe(0);
    expect(said.join('\n')).toMatch(/migrate[^]*Exit codes: 0/);
  });

  it.each([[['sing']], [['migrate', '--loudly']], [['migrate', 'now']], [['migrate', '--tries', 'many']]])('refuses %j as wrong usage', async (args) => {
    const { status, said, warned } = await cli({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })(...args);

    expect([status, said]).toEqual([2, []]);
    expect(warned.join('\n')).toMatch(/error: |is not a whole number/);
  });

  it('names every setting that is missing, as wrong configuration', async () => {
    const { status, warned } = await cli({})('migrate');

    expect(status).toBe(2);
    expect(warned.join('\n')).toContain('DATABASE_URL is missing');
  });

  it('says in one sentence when the database is away', async () => {
    const { status, warned } = await cli({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })('migrate', '--plan');

    expect([status, warned]).toEqual([1, ['This failed: PostgreSQL cannot be reached under DATABASE_URL. Is it running?']]);
  });
});

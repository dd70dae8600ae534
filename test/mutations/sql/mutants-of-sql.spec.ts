import { mutantsOfSql } from './mutants-of-sql.js';

const changed = (text: string): string[] => mutantsOfSql(text).map((mutant) => mutant.text);

describe('the mutants of a statement', () => {
  it('turn comparisons round and move their bounds, and leave assignments alone', () => {
    expect(changed('update t set a = t.b where c >= d')).toEqual([
      'update t set a = t.b where true', 'update t set a = t.b where c < d', 'update t set a = t.b where c > d', 'update t set a = t.b where c + 1 >= d',
    ]);
  });

  it('leave each condition out, and only one', () => {
    const left = mutantsOfSql('select 1 where a = 1 and (b or c) and d between 1 and 2 order by e').filter(({ name }) => name.startsWith('left out'));

    expect(left.map(({ text }) => text)).toEqual([
      'select 1 where true and (b or c) and d between 1 and 2 order by e',
      'select 1 where a = 1 and true and d between 1 and 2 order by e',
      'select 1 where a = 1 and (b or c) and true order by e',
    ]);
  });

  it('take locks away, change signs, words and nothing into one', () => {
    expect(changed('select a + b - 0 for update of t')).toEqual(['select a - b - 0 for update of t', 'select a + b + 0 for update of t', 'select a + b - 1 for update of t', 'select a + b - 0 ']);
    expect(changed('x and y or z')).toEqual(['x or y or z', 'x and y and z']);
  });

  it('reach into the conditions of a constraint', () => {
    expect(changed('CHECK (((a >= 0) AND (b <= a)))')).toContain('CHECK (((a >= 0) or (b <= a)))');
  });
});

import { EMAIL, messageIdOf } from './email.js';

describe('a mail', () => {
  it('that was sent or dropped is never sent again; one that failed is, by hand', () => {
    expect(EMAIL.pairs.toSorted()).toEqual(['failed>sending', 'pending>sending', 'sending>dropped', 'sending>failed', 'sending>pending', 'sending>sent']);
    expect(EMAIL.name).toBe('email');
  });

  it('has the same Message-ID at every try, and another than all others', () => {
    expect([messageIdOf('eml_1'), messageIdOf('eml_1'), messageIdOf('eml_2')]).toEqual(['<eml_1@holdfast>', '<eml_1@holdfast>', '<eml_2@holdfast>']);
  });
});

import { html, oneLine } from './markup.js';

describe('the HTML of a letter', () => {
  it('has every value escaped, in elements and in quoted attributes', () => {
    const name = `<b title="x">O'Neill & Sons</b>`;

    expect(String(html`<p title="${name}">${name}</p>`)).toBe(
      '<p title="&lt;b title=&quot;x&quot;&gt;O&#39;Neill &amp; Sons&lt;/b&gt;">&lt;b title=&quot;x&quot;&gt;O&#39;Neill &amp; Sons&lt;/b&gt;</p>',
    );
  });

  it('takes what is HTML already as it is, also several of them, and nothing for what is not there', () => {
    const rows = ['<1>', '2'].map((text) => html`<li>${text}</li>`);

    expect(html`<ul>${rows}</ul>${html`<hr>`}${null}${undefined}${0}`.text).toBe('<ul><li>&lt;1&gt;</li><li>2</li></ul><hr>0');
  });

  it('has no line of its own in foreign text, and nothing that turns its direction', () => {
    expect(oneLine(' Ada\r\nBcc: eve@shop.test\u0000\u202e\u2066 ')).toBe('Ada Bcc: eve@shop.test');
    expect(html`${'a\u001f\u007f\u009f\u202ab\u2069'}`.text).toBe('a b');
  });
});

import { InvalidProduct } from './errors.js';
import { checkedDetails, checkedOptionNames, isHandle, type ProductDetails } from './product-details.js';

const details: ProductDetails = { handle: 'pier-shirt', title: 'Pier Shirt', description: '', vendor: '', type: '', tags: [], status: 'draft', images: [] };
const tags = (count: number): Partial<ProductDetails> => ({ tags: Array.from({ length: count }, (_, at) => `tag ${at}`) });
const images = (count: number): Partial<ProductDetails> => ({ images: Array.from({ length: count }, (_, at) => ({ url: `https://shop.test/${at}.jpg`, alt: null, position: at + 1 })) });

describe('what a product says of itself', () => {
  it.each<[string, Partial<ProductDetails>, string]>([
    ['a title of 255 characters, and of no more', { title: 't'.repeat(255) }, 'A title has 1 to 255 characters.'],
    ['250 tags, and no more', tags(250), 'A product has at most 250 tags.'],
    ['250 images, and no more', images(250), 'A product has at most 250 images.'],
  ])('may be %s', (_name, most, refusal) => {
    const more = { title: `${most.title}t`, tags: [...(most.tags ?? []), 'another'], images: [...(most.images ?? []), ...images(1).images!] };

    expect(checkedDetails({ ...details, ...most })).toMatchObject(most);
    expect(() => checkedDetails({ ...details, ...Object.fromEntries(Object.keys(most).map((key) => [key, more[key as keyof typeof more]])) })).toThrow(new InvalidProduct(refusal));
  });

  it('has each tag once, without blanks around it', () => {
    expect(checkedDetails({ ...details, tags: [' new', 'sale', 'new ', '  '] }).tags).toEqual(['new', 'sale']);
  });

  it('numbers the images in their order, without gaps, and leaves what was given as it is', () => {
    const given = [7, 2, 4].map((position) => ({ url: `https://shop.test/${position}.jpg`, alt: null, position }));

    expect(checkedDetails({ ...details, images: given }).images.map(({ url, position }) => [url, position])).toEqual([
      ['https://shop.test/2.jpg', 1], ['https://shop.test/4.jpg', 2], ['https://shop.test/7.jpg', 3],
    ]);
    expect(given.map(({ position }) => position)).toEqual([7, 2, 4]);
  });

  it.each([
    ['a', true], ['7', true], ['a_b-c', true], ['a'.repeat(255), true],
    ['', false], ['a'.repeat(256), false], ['-a', false], ['a-', false], ['_a', false], ['a_', false], ['A', false], ['a b', false], ['a\n', false], ['a/b', false],
  ])('in addresses: %j, %s', (text, fits) => {
    expect(isHandle(text)).toBe(fits);
  });
});

describe('the options of a product', () => {
  it('are three at most', () => {
    expect(checkedOptionNames(['Size', 'Color', 'Cut'])).toEqual(['Size', 'Color', 'Cut']);
    expect(() => checkedOptionNames(['Size', 'Color', 'Cut', 'Length'])).toThrow(new InvalidProduct('A product has at most 3 options.'));
  });

  it('have names, of which none is blank and no two are the same but for their case', () => {
    expect(() => checkedOptionNames(['Size', ' '])).toThrow(new InvalidProduct('Every option has a name.'));
    expect(() => checkedOptionNames(['Größe', 'GRÖSSE', 'größe'])).toThrow(new InvalidProduct('No two options of a product have the same name.'));
  });
});

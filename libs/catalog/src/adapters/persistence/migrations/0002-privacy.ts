import { Migration } from '@mikro-orm/migrations';
import { classified } from '@holdfast/platform';

const GOODS = 'Not personal: about goods';

/** The catalog holds nothing about people. */
export class Catalog0002 extends Migration {
  override name = '0002-catalog';

  override up(): void {
    for (const statement of classified('catalog', {
      products: { [GOODS]: 'handle title description vendor type tags options images' },
      variants: { [GOODS]: 'sku barcode option_values image_url' },
      prices: { [GOODS]: 'currency' },
      product_views: { [GOODS]: 'handle title vendor type tags words search etag document card' },
      product_prices: { [GOODS]: 'currency' },
      imports: { 'Not personal: what the file is called': 'file_name', [GOODS]: 'currency', 'Not personal: what went wrong': 'error_code error_message' },
      import_chunks: { 'Not personal: a file about goods': 'bytes' },
      import_faults: { 'Not personal: what is wrong with a file about goods': 'code column_name message value' },
    })) {
      this.addSql(statement);
    }
  }
}

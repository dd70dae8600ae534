import { Migration } from '@mikro-orm/migrations';

/** What is no longer or not yet sold, and lists by title with one filter: each page costs what it shows, as in the other orders. */
export class Catalog0003 extends Migration {
  override name = '0003-catalog';

  override up(): void {
    // Nearly all are published: those are found by their ids.
    this.addSql(`create index products_unpublished on catalog.products (status, id desc) where status <> 'published'`);
    this.addSql(`create index product_views_type_by_title on catalog.product_views (type, title, product_id) where published`);
    this.addSql(`create index product_views_vendor_by_title on catalog.product_views (vendor, title, product_id) where published`);
    this.addSql(`create index product_views_in_stock_by_title on catalog.product_views (title, product_id) where published and in_stock`);
    this.addSql(`create index product_views_sold_out_by_title on catalog.product_views (title, product_id) where published and not in_stock`);
  }
}

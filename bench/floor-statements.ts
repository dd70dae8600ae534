/** What the floor reads, whatever the form of its transactions. */
export const ANSWERED = {
  name: 'answered',
  text: 'select fingerprint, status, answer from idempotency_keys where key = $1',
};

export const PRODUCT = { name: 'product', text: 'select document from products where id = $1' };

export const NEWEST = {
  name: 'newest',
  text: `select document, created_at::text as created_at, id from products
          order by created_at desc, id desc limit $1`,
};

export const NEWEST_AFTER = {
  name: 'newest-after',
  text: `select document, created_at::text as created_at, id from products
          where (created_at, id) < ($2::timestamptz, $3::uuid)
          order by created_at desc, id desc limit $1`,
};

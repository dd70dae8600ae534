import { problem } from '@holdfast/kernel';

export class ProductNotFound extends problem({
  code: 'product-not-found',
  kind: 'not-found',
  title: 'There is no such product or variant',
}) {
  constructor() {
    super('There is no product or variant with this id.');
  }
}

export class InvalidProduct extends problem({
  code: 'invalid-product',
  kind: 'refused',
  title: 'The product would break a rule of the catalog',
  about: 'For instance: every variant has one value for each option, and no two variants have the same values.',
}) {}

export class HandleTaken extends problem({
  code: 'handle-taken',
  kind: 'conflict',
  title: 'Another product has this handle',
}) {
  constructor(handle: string) {
    super(`Another product has the handle "${handle}".`, { handle });
  }
}

export class SkuTaken extends problem({
  code: 'sku-taken',
  kind: 'conflict',
  title: 'Another variant has this SKU',
}) {
  constructor(readonly sku: string) {
    super(`Another variant has the SKU "${sku}".`, { sku });
  }
}

export class UnreadableFile extends problem({
  code: 'unreadable-file',
  kind: 'refused',
  title: 'The file is not a product CSV',
  about: 'The import names what is wrong in `error`. Nothing of the file was taken over.',
}) {
  /** `slug` says which fault it is, e.g. `missing-columns`. */
  constructor(
    readonly slug: string,
    message: string,
  ) {
    super(message, { reason: slug });
  }
}

export class ImportNotFound extends problem({
  code: 'import-not-found',
  kind: 'not-found',
  title: 'There is no such import or job',
}) {
  constructor() {
    super('There is no import or job with this id.');
  }
}

import { ApiProperty } from '@nestjs/swagger';

const PRODUCT_ID = 'prod_01h455vb4pex5vsknk084sn02q';
const VARIANT_ID = 'var_01h455vb4pex5vsknk084sn02r';
const TIME = '2026-01-01T12:00:00.000Z';

export class PriceView {
  @ApiProperty({ type: 'integer', example: 12900, description: 'Minor units.' }) amount!: number;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: 'integer', nullable: true, example: 14900, description: 'What it cost before, or null.' }) compare_at_amount!: number | null;
}

export class PriceRangeView {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: 'integer', example: 12900 }) min_amount!: number;
  @ApiProperty({ type: 'integer', example: 14900 }) max_amount!: number;
}

export class OptionView {
  @ApiProperty({ example: 'Size' }) name!: string;
  @ApiProperty({ type: [String], example: ['S', 'M', 'L'] }) values!: string[];
}

export class ImageView {
  @ApiProperty({ example: 'https://images.example.com/products/harbor-parka.jpg' }) url!: string;
  @ApiProperty({ type: String, nullable: true, example: 'The parka on a pier' }) alt!: string | null;
  @ApiProperty({ type: 'integer', example: 1 }) position!: number;
}

export class VariantFactsView {
  @ApiProperty({ example: VARIANT_ID }) id!: string;
  @ApiProperty({ type: String, nullable: true, example: 'M / Moss', description: 'Null where the product has no options.' }) title!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'HP-PARKA-M-MOSS' }) sku!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '4006381333931' }) barcode!: string | null;
  @ApiProperty({ type: [String], example: ['M', 'Moss'] }) option_values!: string[];
  @ApiProperty({ type: 'integer', example: 1 }) position!: number;
  @ApiProperty({ type: [PriceView] }) prices!: PriceView[];
  @ApiProperty({ example: true }) in_stock!: boolean;
  @ApiProperty({ type: 'integer', example: 1150 }) weight_grams!: number;
  @ApiProperty({ type: String, nullable: true, example: null }) image_url!: string | null;
  @ApiProperty({ example: true }) requires_shipping!: boolean;
  @ApiProperty({ example: true }) taxable!: boolean;
}

export class ProductNameView {
  @ApiProperty({ example: PRODUCT_ID }) id!: string;
  @ApiProperty({ example: 'harbor-parka' }) handle!: string;
  @ApiProperty({ example: 'Harbor Parka' }) title!: string;
}

export class VariantView extends VariantFactsView {
  @ApiProperty({ type: ProductNameView }) product!: ProductNameView;
}

export class AdminVariantFactsView extends VariantFactsView {
  @ApiProperty({ enum: ['active', 'archived'], example: 'active' }) status!: string;
}

export class AdminVariantView extends AdminVariantFactsView {
  @ApiProperty({ type: ProductNameView }) product!: ProductNameView;
  @ApiProperty({ type: 'integer', example: 3, description: 'Version of the product; the ETag says the same.' }) version!: number;
}

class ProductFactsView extends ProductNameView {
  @ApiProperty({ example: '<p>Waterproof, and warm enough for the last ferry.</p>', description: 'HTML.' }) description!: string;
  @ApiProperty({ example: 'Harbor & Pine' }) vendor!: string;
  @ApiProperty({ example: 'Jackets' }) type!: string;
  @ApiProperty({ type: [String], example: ['outdoor', 'rain'] }) tags!: string[];
  @ApiProperty({ type: [OptionView] }) options!: OptionView[];
  @ApiProperty({ type: [ImageView] }) images!: ImageView[];
  @ApiProperty({ type: [PriceRangeView] }) price_ranges!: PriceRangeView[];
  @ApiProperty({ example: true }) in_stock!: boolean;
  @ApiProperty({ type: 'integer', example: 1, description: 'Lists show 100 variants of a product at most; the product itself shows all.' }) variants_count!: number;
  @ApiProperty({ example: TIME }) created_at!: string;
  @ApiProperty({ example: TIME }) updated_at!: string;
}

export class ProductView extends ProductFactsView {
  @ApiProperty({ type: [VariantFactsView] }) variants!: VariantFactsView[];
}

export class AdminProductView extends ProductFactsView {
  @ApiProperty({ type: [AdminVariantFactsView] }) variants!: AdminVariantFactsView[];
  @ApiProperty({ enum: ['draft', 'published', 'archived'], example: 'published' }) status!: string;
  @ApiProperty({ type: 'integer', example: 3, description: 'The ETag says the same.' }) version!: number;
}

export class PageView {
  @ApiProperty({ type: String, nullable: true, example: null }) next_cursor!: string | null;
  @ApiProperty({ example: false }) has_more!: boolean;
}

export class ProductListView {
  @ApiProperty({ type: [ProductView] }) data!: ProductView[];
  @ApiProperty({ type: PageView }) page!: PageView;
}

export class AdminProductListView {
  @ApiProperty({ type: [AdminProductView] }) data!: AdminProductView[];
  @ApiProperty({ type: PageView }) page!: PageView;
}

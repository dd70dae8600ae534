import { MAX_AMOUNT } from '@holdfast/kernel';
import { Choice, CurrencyCode, Flag, ListOf, Text, TextList, Whole } from '@holdfast/platform';
import { MAX_IMAGES, MAX_OPTIONS, MAX_TAGS, PRODUCT_STATUSES } from '../../domain/product-details.js';

const ADDRESS = /^https?:\/\/\S+$/;

export class PriceDto {
  @Whole({ min: 0, max: MAX_AMOUNT, about: 'Minor units.', example: 12900 }) amount!: number;
  @CurrencyCode() currency!: string;
  @Whole({ min: 0, max: MAX_AMOUNT, optional: true, about: 'What it cost before.', example: 14900 }) compare_at_amount?: number | null;
}

export class PricesDto {
  @ListOf(() => PriceDto, { max: 50, about: 'All prices of the variant, one in each currency.' }) prices!: PriceDto[];
}

export class VariantChangesDto {
  @Text({ max: 255, optional: true, example: 'HP-PARKA-M-MOSS' }) sku?: string | null;
  @Text({ max: 255, optional: true, example: '4006381333931' }) barcode?: string | null;
  @TextList({ max: MAX_OPTIONS, maxLength: 255, optional: true, about: 'One value for each option of the product.', example: ['M', 'Moss'] }) option_values?: string[];
  @Whole({ min: 0, max: 1_000_000_000, optional: true, example: 1150 }) weight_grams?: number;
  @Text({ max: 2_048, pattern: ADDRESS, optional: true, example: 'https://images.example.com/products/harbor-parka-moss.jpg' }) image_url?: string | null;
  @Flag({ optional: true, example: true }) requires_shipping?: boolean;
  @Flag({ optional: true, example: true }) taxable?: boolean;
  @Choice(['active', 'archived'], { optional: true, about: 'An archived variant is not sold.', example: 'active' }) status?: 'active' | 'archived';
}

export class NewVariantDto extends VariantChangesDto {
  @ListOf(() => PriceDto, { max: 50, optional: true, about: 'One in each currency. Without any it cannot be bought.' }) prices?: PriceDto[];
}

export class ImageDto {
  @Text({ max: 2_048, pattern: ADDRESS, example: 'https://images.example.com/products/harbor-parka.jpg' }) url!: string;
  @Text({ max: 1_000, optional: true, example: 'The parka on a pier' }) alt?: string | null;
}

export class ProductChangesDto {
  @Text({ max: 255, optional: true, pattern: /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/, about: 'Names the product in addresses. Made from the title where it is missing.', example: 'harbor-parka' }) handle?: string;
  @Text({ max: 255, optional: true, example: 'Harbor Parka' }) title?: string;
  @Text({ min: 0, max: 65_535, optional: true, about: 'HTML.', example: '<p>Waterproof, and warm enough for the last ferry.</p>' }) description?: string;
  @Text({ min: 0, max: 255, optional: true, example: 'Harbor & Pine' }) vendor?: string;
  @Text({ min: 0, max: 255, optional: true, example: 'Jackets' }) type?: string;
  @TextList({ max: MAX_TAGS, maxLength: 255, optional: true, example: ['outdoor', 'rain'] }) tags?: string[];
  @Choice(PRODUCT_STATUSES, { optional: true, about: 'A new product is a draft unless it says otherwise.', example: 'published' }) status?: (typeof PRODUCT_STATUSES)[number];
  @ListOf(() => ImageDto, { max: MAX_IMAGES, optional: true, about: 'In the order in which they are shown.' }) images?: ImageDto[];
}

export class NewProductDto extends ProductChangesDto {
  @Text({ max: 255, example: 'Harbor Parka' }) declare title: string;
  @TextList({ max: MAX_OPTIONS, maxLength: 255, optional: true, about: 'Names of the options, none where there is one variant only.', example: ['Size', 'Color'] }) options?: string[];
  @ListOf(() => NewVariantDto, { min: 1, max: 2_000 }) variants!: NewVariantDto[];
}

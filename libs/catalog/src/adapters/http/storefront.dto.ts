import { MAX_AMOUNT } from '@holdfast/kernel';
import { Choice, CurrencyCode, FlagText, Text, WholeText } from '@holdfast/platform';
import { PRODUCT_SORTS, type ProductSort } from '../../application/reads.js';

export class ListProductsDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit?: number;
  @Text({ max: 1_000, optional: true, about: 'next_cursor of the page before.' }) cursor?: string;
  @Text({ max: 200, optional: true, about: 'Words to look for. Where no product has them, those with similar words are shown.', example: 'parka' }) q?: string;
  @Text({ max: 255, optional: true, example: 'outdoor' }) tag?: string;
  @Text({ max: 255, optional: true, example: 'Jackets' }) type?: string;
  @Text({ max: 255, optional: true, example: 'Harbor & Pine' }) vendor?: string;
  @WholeText({ min: 0, max: MAX_AMOUNT, about: 'Least minor units of the lowest price of the product.' }) 'price[gte]'?: number;
  @WholeText({ min: 0, max: MAX_AMOUNT, about: 'Most minor units of the lowest price of the product.' }) 'price[lte]'?: number;
  @CurrencyCode({ optional: true, about: 'Currency of the prices that are compared; the one of the shop where it is missing.' }) currency?: string;
  @FlagText({ about: 'Only what can be bought now, or only what cannot.' }) in_stock?: boolean;
  @Choice(PRODUCT_SORTS, { optional: true, about: 'With `q`, `relevance` unless another order is asked for; else `-created_at`.', example: '-created_at' }) sort?: ProductSort;
}

import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HeaderText, IdParam, InvalidRequest, NotFound, Public, Route } from '@holdfast/platform';
import type { FastifyReply } from 'fastify';
import { CatalogSettings } from '../../application/catalog-settings.js';
import { GetProduct, GetVariant, ListProducts, type Ready } from '../../application/reads.js';
import type { ProductId, VariantId } from '../../catalog.js';
import { ProductListView, ProductView, VariantView } from './product.views.js';
import { CACHED, NOT_MODIFIED, sendReady } from './send-ready.js';
import { ListProductsDto } from './storefront.dto.js';

/** The catalog as shoppers read it. */
@ApiTags('Catalog')
@Controller('v1')
@Public()
export class StorefrontController {
  constructor(
    private readonly queries: QueryBus,
    private readonly settings: CatalogSettings,
  ) {}

  @Get('products')
  @Route({
    summary: 'List products that are on sale',
    about: 'The price of a product is its lowest in the currency: filters and orders by price look at it, and leave out what has none.',
    answers: [{ status: 200, type: ProductListView, headers: CACHED }, NOT_MODIFIED],
  })
  async list(@Query() query: ListProductsDto, @HeaderText('if-none-match') known: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const { q, tag, type, vendor, in_stock: inStock, currency = this.settings.currency, limit = 20, cursor } = query;
    const filter = { q, tag, type, vendor, inStock, priceFrom: query['price[gte]'], priceTo: query['price[lte]'] };
    const sort = query.sort ?? (q === undefined ? '-created_at' : 'relevance');
    if (sort === 'relevance' && q === undefined) {
      throw new InvalidRequest([{ pointer: '?sort', code: 'needs-q', message: 'sort=relevance needs q' }]);
    }
    sendReady(reply, known, await this.queries.execute(new ListProducts(filter, currency, sort, limit, cursor)));
  }

  @Get('products/by-handle/:handle')
  @Route({ summary: 'Get a product by its handle', answers: [{ status: 200, type: ProductView, headers: CACHED }, NOT_MODIFIED], problems: [NotFound] })
  async byHandle(@Param('handle') handle: string, @HeaderText('if-none-match') known: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    sendReady(reply, known, found(await this.queries.execute(new GetProduct({ handle }))));
  }

  @Get('products/:id')
  @Route({ summary: 'Get a product', answers: [{ status: 200, type: ProductView, headers: CACHED }, NOT_MODIFIED], problems: [NotFound] })
  async get(@IdParam('prod') id: ProductId, @HeaderText('if-none-match') known: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    sendReady(reply, known, found(await this.queries.execute(new GetProduct({ id }))));
  }

  @Get('variants/:id')
  @Route({ summary: 'Get a variant', answers: [{ status: 200, type: VariantView, headers: CACHED }, NOT_MODIFIED], problems: [NotFound] })
  async variant(@IdParam('var') id: VariantId, @HeaderText('if-none-match') known: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    sendReady(reply, known, found(await this.queries.execute(new GetVariant(id))));
  }
}

function found(ready: Ready | undefined): Ready {
  if (!ready) throw new NotFound();
  return ready;
}

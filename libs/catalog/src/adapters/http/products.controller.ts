import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { assertMatch, Choice, etag, HeaderText, Idempotent, IdParam, PreconditionFailed, RequiresScope, Route, Text, WholeText } from '@holdfast/platform';
import type { FastifyReply } from 'fastify';
import { AddVariant } from '../../application/add-variant.js';
import { ArchiveProduct } from '../../application/archive-product.js';
import { CreateProduct } from '../../application/create-product.js';
import { GetAdminProduct, ListAdminProducts, type Versioned } from '../../application/reads.js';
import { UpdateProduct } from '../../application/update-product.js';
import type { ProductId } from '../../catalog.js';
import { HandleTaken, InvalidProduct, ProductNotFound, SkuTaken } from '../../domain/errors.js';
import { PRODUCT_STATUSES } from '../../domain/product-details.js';
import { newProduct, newVariant, productChanges } from './from-dto.js';
import { NewProductDto, NewVariantDto, ProductChangesDto } from './product.dto.js';
import { AdminProductListView, AdminProductView, AdminVariantView } from './product.views.js';

export class ListAdminProductsDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit?: number;
  @Text({ max: 1_000, optional: true, about: 'next_cursor of the page before.' }) cursor?: string;
  @Choice(PRODUCT_STATUSES, { optional: true, example: 'draft' }) status?: string;
  @Text({ max: 255, optional: true, example: 'harbor-parka' }) handle?: string;
}

const TAGGED = { ETag: 'Version of the product.' };
const MADE = { Location: 'Address of what was made.', ...TAGGED };

@ApiTags('Admin: catalog')
@Controller('v1/admin/products')
export class ProductsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @RequiresScope('catalog:read')
  @Route({ summary: 'List products of any status', about: 'Newest first.', answers: [{ status: 200, type: AdminProductListView }] })
  async list(@Query() { limit = 20, cursor, status, handle }: ListAdminProductsDto, @Res() reply: FastifyReply): Promise<void> {
    const json = await this.queries.execute(new ListAdminProducts(limit, cursor, status, handle));
    void reply.header('content-type', 'application/json; charset=utf-8').send(json);
  }

  @Post()
  @RequiresScope('catalog:write')
  @Idempotent()
  @Route({ summary: 'Make a product with its variants', answers: [{ status: 201, type: AdminProductView, headers: MADE }], problems: [InvalidProduct, HandleTaken, SkuTaken] })
  async create(@Body() body: NewProductDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const id = await this.commands.execute(new CreateProduct(newProduct(body), body.options ?? [], body.variants.map(newVariant)));
    void reply.header('location', `/v1/admin/products/${id}`);
    return tagged(reply, await this.queries.execute(new GetAdminProduct({ id })));
  }

  @Get(':id')
  @RequiresScope('catalog:read')
  @Route({ summary: 'Get a product of any status', answers: [{ status: 200, type: AdminProductView, headers: TAGGED }], problems: [ProductNotFound] })
  async get(@IdParam('prod') id: ProductId, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, await this.queries.execute(new GetAdminProduct({ id })));
  }

  @Patch(':id')
  @RequiresScope('catalog:write')
  @Route({
    summary: 'Change facts of a product',
    about: 'What is not named stays. `images` and `tags` are replaced as a whole.',
    answers: [{ status: 200, type: AdminProductView, headers: TAGGED }],
    problems: [ProductNotFound, InvalidProduct, HandleTaken, PreconditionFailed],
  })
  async update(@IdParam('prod') id: ProductId, @Body() body: ProductChangesDto, @HeaderText('if-match') ifMatch: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.commands.execute(new UpdateProduct(id, productChanges(body), (version) => assertMatch(ifMatch, version)));
    return tagged(reply, await this.queries.execute(new GetAdminProduct({ id })));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresScope('catalog:write')
  @Route({
    summary: 'Archive a product',
    about: 'It is not shown and not sold any more. Orders keep it, and it can be published again.',
    answers: [{ status: 204 }],
    problems: [ProductNotFound, PreconditionFailed],
  })
  async archive(@IdParam('prod') id: ProductId, @HeaderText('if-match') ifMatch: string | undefined): Promise<void> {
    await this.commands.execute(new ArchiveProduct(id, (version) => assertMatch(ifMatch, version)));
  }

  @Post(':id/variants')
  @RequiresScope('catalog:write')
  @Idempotent()
  @Route({ summary: 'Add a variant to a product', answers: [{ status: 201, type: AdminVariantView, headers: MADE }], problems: [ProductNotFound, InvalidProduct, SkuTaken, PreconditionFailed] })
  async addVariant(@IdParam('prod') id: ProductId, @Body() body: NewVariantDto, @HeaderText('if-match') ifMatch: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    const variantId = await this.commands.execute(new AddVariant(id, newVariant(body), (version) => assertMatch(ifMatch, version)));
    void reply.header('location', `/v1/admin/variants/${variantId}`);
    return tagged(reply, await this.queries.execute(new GetAdminProduct({ variantId })));
  }
}

export function tagged(reply: FastifyReply, { version, document }: Versioned): Versioned['document'] {
  void reply.header('etag', etag(version));
  return document;
}

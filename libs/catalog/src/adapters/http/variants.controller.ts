import { Body, Controller, Get, Patch, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { assertMatch, HeaderText, IdParam, PreconditionFailed, RequiresScope, Route } from '@holdfast/platform';
import type { FastifyReply } from 'fastify';
import { GetAdminProduct } from '../../application/reads.js';
import { SetPrices } from '../../application/set-prices.js';
import { UpdateVariant } from '../../application/update-variant.js';
import type { VariantId } from '../../catalog.js';
import { InvalidProduct, ProductNotFound, SkuTaken } from '../../domain/errors.js';
import { pricesOf, variantChanges } from './from-dto.js';
import { PreconditionRequired } from './problems.js';
import { PricesDto, VariantChangesDto } from './product.dto.js';
import { AdminVariantView } from './product.views.js';
import { tagged } from './products.controller.js';

const TAGGED = { ETag: 'Version of the product that the variant belongs to.' };

@ApiTags('Admin: catalog')
@Controller('v1/admin/variants')
export class VariantsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get(':id')
  @RequiresScope('catalog:read')
  @Route({ summary: 'Get a variant of any product', answers: [{ status: 200, type: AdminVariantView, headers: TAGGED }], problems: [ProductNotFound] })
  async get(@IdParam('var') variantId: VariantId, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, await this.queries.execute(new GetAdminProduct({ variantId })));
  }

  @Patch(':id')
  @RequiresScope('catalog:write')
  @Route({
    summary: 'Change facts of a variant',
    about: 'What is not named stays; null clears `sku`, `barcode` and `image_url`.',
    answers: [{ status: 200, type: AdminVariantView, headers: TAGGED }],
    problems: [ProductNotFound, InvalidProduct, SkuTaken, PreconditionFailed],
  })
  async update(@IdParam('var') variantId: VariantId, @Body() body: VariantChangesDto, @HeaderText('if-match') ifMatch: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.commands.execute(new UpdateVariant(variantId, variantChanges(body), (version) => assertMatch(ifMatch, version)));
    return tagged(reply, await this.queries.execute(new GetAdminProduct({ variantId })));
  }

  @Put(':id/prices')
  @RequiresScope('catalog:write')
  @Route({
    summary: 'Replace all prices of a variant',
    about: 'Needs the ETag of the variant, or of its product, in `If-Match`.',
    answers: [{ status: 200, type: AdminVariantView, headers: TAGGED }],
    problems: [ProductNotFound, InvalidProduct, PreconditionRequired, PreconditionFailed],
  })
  async setPrices(@IdParam('var') variantId: VariantId, @Body() { prices }: PricesDto, @HeaderText('if-match', { required: true }) ifMatch: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    if (ifMatch === undefined) throw new PreconditionRequired();
    await this.commands.execute(new SetPrices(variantId, pricesOf(prices), (version) => assertMatch(ifMatch, version)));
    return tagged(reply, await this.queries.execute(new GetAdminProduct({ variantId })));
  }
}

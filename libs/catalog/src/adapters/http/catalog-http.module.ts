import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { ImportsController } from './imports.controller.js';
import { ProductsController } from './products.controller.js';
import { StorefrontController } from './storefront.controller.js';
import { IMPORTS_PATH } from './upload.js';
import { VariantsController } from './variants.controller.js';

/** The routes of the catalog. Needs {@link CatalogModule} beside it. */
@Module({ controllers: [StorefrontController, ProductsController, VariantsController, ImportsController] })
export class CatalogHttpModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** Imports come as streams; every other route takes JSON only. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser('text/csv', (request, payload, done) => {
      if (request.routeOptions.url === IMPORTS_PATH) done(null, payload);
      else done(Object.assign(new Error('JSON only'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }));
    });
  }
}

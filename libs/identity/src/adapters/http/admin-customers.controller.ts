import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { etag, Forbidden, Idempotent, IdempotencyKeyInvalid, IdempotencyKeyReused, IdParam, PageOf, RequestInProgress, RequiresScope, Route, Unauthenticated } from '@holdfast/platform';
import { ListCustomers, ViewCustomer } from '../../application/customer-views.js';
import { DisableCustomer } from '../../application/disable-customer.js';
import { EnableCustomer } from '../../application/enable-customer.js';
import { CustomerErased, CustomerNotFound } from '../../domain/account-errors.js';
import type { CustomerId } from '../../domain/customer.js';
import { AdminCustomerBody, ListCustomersDto } from './admin-customers.dto.js';

const ADMIN = [Unauthenticated, Forbidden];
const KEYED = [IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];
const ETAG = { etag: 'Version of the customer.' };

@ApiTags('Admin: customers')
@Controller('v1/admin/customers')
export class AdminCustomersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('customers:read')
  @Get()
  @Route({ summary: 'List customers, newest first', answers: [{ status: 200, type: PageOf(AdminCustomerBody) }], problems: ADMIN })
  list(@Query() { limit, cursor, email }: ListCustomersDto) {
    return this.queries.execute(new ListCustomers({ limit, cursor, email }));
  }

  @RequiresScope('customers:read')
  @Get(':id')
  @Route({ summary: 'Read a customer', answers: [{ status: 200, type: AdminCustomerBody, headers: ETAG }], problems: [...ADMIN, CustomerNotFound] })
  get(@IdParam('cus') id: CustomerId, @Res({ passthrough: true }) reply: FastifyReply): Promise<AdminCustomerBody> {
    return this.#tagged(id, reply);
  }

  @RequiresScope('customers:write')
  @Post(':id/disablements')
  @Idempotent()
  @Route({
    summary: 'Close an account to its owner',
    about: 'All its sessions end at once and nobody can log in; orders stay as they are. Safe to repeat.',
    answers: [{ status: 201, type: AdminCustomerBody, headers: ETAG }],
    problems: [...ADMIN, ...KEYED, CustomerNotFound, CustomerErased],
  })
  async disable(@IdParam('cus') id: CustomerId, @Res({ passthrough: true }) reply: FastifyReply): Promise<AdminCustomerBody> {
    await this.commands.execute(new DisableCustomer(id));
    return this.#tagged(id, reply);
  }

  @RequiresScope('customers:write')
  @Post(':id/enablements')
  @Idempotent()
  @Route({
    summary: 'Open an account again that was closed',
    about: 'Its owner logs in anew: sessions that ended stay ended. Safe to repeat.',
    answers: [{ status: 201, type: AdminCustomerBody, headers: ETAG }],
    problems: [...ADMIN, ...KEYED, CustomerNotFound, CustomerErased],
  })
  async enable(@IdParam('cus') id: CustomerId, @Res({ passthrough: true }) reply: FastifyReply): Promise<AdminCustomerBody> {
    await this.commands.execute(new EnableCustomer(id));
    return this.#tagged(id, reply);
  }

  async #tagged(id: CustomerId, reply: FastifyReply): Promise<AdminCustomerBody> {
    const { customer, version } = await this.queries.execute(new ViewCustomer(id));
    void reply.header('etag', etag(version));
    return customer;
  }
}

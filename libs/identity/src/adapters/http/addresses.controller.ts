import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertMatch, CustomersAlone, CustomersOnly, etag, HeaderText, IdParam, NotFound, PreconditionFailed, Route, Unauthenticated } from '@holdfast/platform';
import { AddAddress } from '../../application/add-address.js';
import { GetAddress, ListAddresses } from '../../application/address-views.js';
import { RemoveAddress } from '../../application/remove-address.js';
import { ReplaceAddress } from '../../application/replace-address.js';
import { AddressBookFull, AddressNotFound } from '../../domain/account-errors.js';
import { type AddressEntry, type AddressId, ADDRESSES_MAX } from '../../domain/address-book.js';
import type { CustomerId } from '../../domain/customer.js';
import { AddressBookBody, AddressEntryBody, AddressEntryDto } from './addresses.dto.js';
import { customerOf } from './caller.js';

const CUSTOMERS = [Unauthenticated, CustomersAlone];
const ETAG = { etag: 'Version of the address, for If-Match.' };

@ApiTags('Accounts')
@CustomersOnly()
@Controller('v1/customers/me/addresses')
export class AddressesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Route({ summary: 'Read your address book', about: `It holds ${ADDRESSES_MAX} addresses at most; the newest comes first.`, answers: [{ status: 200, type: AddressBookBody }], problems: CUSTOMERS })
  async list(@Req() request: FastifyRequest): Promise<AddressBookBody> {
    return { data: await this.queries.execute(new ListAddresses(customerOf(request).id)) };
  }

  @Post()
  @Route({
    summary: 'Put an address into your book',
    answers: [{ status: 201, type: AddressEntryBody, headers: { ...ETAG, location: 'The address.' } }],
    problems: [...CUSTOMERS, NotFound, AddressBookFull],
  })
  async add(@Body() body: AddressEntryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<AddressEntryBody> {
    const owner = customerOf(request).id;
    const id = await this.commands.execute(new AddAddress(owner, entryOf(body)));
    void reply.header('location', `/v1/customers/me/addresses/${id}`);
    return this.#tagged(owner, id, reply);
  }

  @Get(':id')
  @Route({ summary: 'Read an address', answers: [{ status: 200, type: AddressEntryBody, headers: ETAG }], problems: [...CUSTOMERS, AddressNotFound] })
  get(@IdParam('adr') id: AddressId, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<AddressEntryBody> {
    return this.#tagged(customerOf(request).id, id, reply);
  }

  @Put(':id')
  @Route({
    summary: 'Replace an address',
    about: 'As a whole: half of one address and half of another lead nowhere. What is left out is removed.',
    answers: [{ status: 200, type: AddressEntryBody, headers: ETAG }],
    problems: [...CUSTOMERS, AddressNotFound, PreconditionFailed],
  })
  async replace(@IdParam('adr') id: AddressId, @Body() body: AddressEntryDto, @Req() request: FastifyRequest, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<AddressEntryBody> {
    const owner = customerOf(request).id;
    await this.commands.execute(new ReplaceAddress(owner, id, entryOf(body), (version) => assertMatch(match, version)));
    return this.#tagged(owner, id, reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @Route({ summary: 'Take an address out of your book', answers: [{ status: 204 }], problems: [...CUSTOMERS, AddressNotFound, PreconditionFailed] })
  remove(@IdParam('adr') id: AddressId, @Req() request: FastifyRequest, @HeaderText('if-match') match: string | undefined): Promise<void> {
    return this.commands.execute(new RemoveAddress(customerOf(request).id, id, (version) => assertMatch(match, version)));
  }

  async #tagged(owner: CustomerId, id: AddressId, reply: FastifyReply): Promise<AddressEntryBody> {
    const { address, version } = await this.queries.execute(new GetAddress(owner, id));
    void reply.header('etag', etag(version));
    return address;
  }
}

const entryOf = ({ default_shipping, default_billing, ...address }: AddressEntryDto): AddressEntry => ({
  ...address,
  defaultShipping: default_shipping ?? false,
  defaultBilling: default_billing ?? false,
});

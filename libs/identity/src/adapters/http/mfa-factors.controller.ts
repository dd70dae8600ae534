import { Body, Controller, Delete, Get, HttpCode, Post, Req, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  clientAddress, CustomersAlone, CustomersOnly, IdParam, MfaRequired, networkOf, type ProblemClass, ReauthenticationRequired, Route, StaffAlone, StaffOnly,
  TooManyRequests, Unauthenticated,
} from '@holdfast/platform';
import { BeginFactor } from '../../application/begin-factor.js';
import { ConfirmFactor } from '../../application/confirm-factor.js';
import { ListFactors } from '../../application/list-factors.js';
import { RemoveFactor } from '../../application/remove-factor.js';
import { FactorNotFound, InvalidMfaCode, TooManyFactors } from '../../domain/mfa-errors.js';
import type { FactorId } from '../../domain/second-factor.js';
import { personOf } from './caller.js';
import { BegunFactorBody, ConfirmFactorDto, FactorsBody, RecoveryCodesBody } from './mfa.dto.js';

type PolicyOf = (options?: { dangerous?: boolean }) => MethodDecorator & ClassDecorator;

/** The same routes for customers and for staff, each with a policy of its own. */
function factorsOf(name: string, path: string, tag: string, Only: PolicyOf, refusal: ProblemClass): Type {
  const own = [Unauthenticated, refusal];
  const dangerous = [...own, ReauthenticationRequired, MfaRequired];

  @ApiTags(tag)
  @Controller(`${path}/mfa-factors`)
  class FactorsController {
    constructor(
      readonly commands: CommandBus,
      readonly queries: QueryBus,
    ) {}

    @Only()
    @Get()
    @Route({ summary: 'List your second factors', answers: [{ status: 200, type: FactorsBody }], problems: own })
    async list(@Req() request: FastifyRequest): Promise<FactorsBody> {
      return { data: await this.queries.execute(new ListFactors(personOf(request).id)) };
    }

    @Only({ dangerous: true })
    @Post()
    @Route({
      summary: 'Begin to set up a second factor (TOTP, RFC 6238)',
      about: 'It counts once it is confirmed. One that was begun before and not confirmed is forgotten.',
      answers: [{ status: 201, type: BegunFactorBody }],
      problems: [...dangerous, TooManyFactors],
    })
    begin(@Req() request: FastifyRequest): Promise<BegunFactorBody> {
      return this.commands.execute(new BeginFactor(personOf(request).id));
    }

    @Only({ dangerous: true })
    @Post(':id/confirmations')
    @Route({
      summary: 'Confirm a second factor with a code',
      about: 'From then on logins ask for it. The answer carries ten recovery codes, this once.',
      answers: [{ status: 201, type: RecoveryCodesBody }],
      problems: [...dangerous, FactorNotFound, InvalidMfaCode, TooManyRequests],
    })
    async confirm(@IdParam('mfa') id: FactorId, @Body() { code }: ConfirmFactorDto, @Req() request: FastifyRequest): Promise<RecoveryCodesBody> {
      const { id: subject, session } = personOf(request);
      const codes = await this.commands.execute(new ConfirmFactor(id, subject, session, code, networkOf(clientAddress(request))));
      return { recovery_codes: [...codes] };
    }

    @Only({ dangerous: true })
    @Delete(':id')
    @HttpCode(204)
    @Route({
      summary: 'Remove a second factor',
      about: 'The recovery codes go with the last one.',
      answers: [{ status: 204 }],
      problems: [...dangerous, FactorNotFound],
    })
    remove(@IdParam('mfa') id: FactorId, @Req() request: FastifyRequest): Promise<void> {
      return this.commands.execute(new RemoveFactor(id, personOf(request).id));
    }
  }
  Object.defineProperty(FactorsController, 'name', { value: name });
  return FactorsController;
}

export const CustomerFactorsController = factorsOf('CustomerFactorsController', 'v1/customers/me', 'Accounts', CustomersOnly, CustomersAlone);
export const StaffFactorsController = factorsOf('StaffFactorsController', 'v1/staff/me', 'Staff', StaffOnly, StaffAlone);

import { HttpException, NotFoundException } from '@nestjs/common';
import { DomainError, type ErrorKind, NotFound } from '../kernel/index.js';
import { faultOf, problemDocument } from './problem.filter.js';
import { InvalidRequest, MalformedJson } from './problems.js';

const CANARY = 'canary-4711';
const INTERNAL = {
  status: 500,
  code: 'internal-error',
  title: 'Something went wrong on our side',
  detail: 'The fault is recorded under the request id. Repeating the request with the same Idempotency-Key is safe.',
};
const failure = (fields: object, message = CANARY) => Object.assign(new Error(message), fields);

class Refusal extends DomainError {
  constructor(readonly problem: { code: string; kind: ErrorKind; title: string }) {
    super('What to do.', { available: 3 });
  }
}

describe('what an error is to the outside', () => {
  it.each<[ErrorKind, number]>([
    ['invalid', 400], ['unauthenticated', 401], ['payment-refused', 402], ['forbidden', 403], ['not-found', 404], ['conflict', 409],
    ['precondition-failed', 412], ['too-large', 413], ['refused', 422], ['precondition-required', 428], ['unavailable', 503],
  ])('a refusal of kind %s is %i', (kind, status) => {
    const fault = faultOf(new Refusal({ code: 'some-code', kind, title: 'A title' }));

    expect(fault).toEqual({ status, code: 'some-code', title: 'A title', detail: 'What to do.', details: { available: 3 } });
  });

  it.each(['08000', '08006', '53300', '53100', '57P01', '57P03', '57014', '55P03', '25P03', '25006', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'])(
    'the code %s means that the database is away', (code) => {
      expect(faultOf(failure({ code }))).toMatchObject({ status: 503, code: 'temporarily-unavailable', details: { retry_after: 2 } });
      expect(faultOf(failure({ cause: failure({ cause: failure({ code }) }) }))).toMatchObject({ status: 503 });
    },
  );

  it('so does whatever ends a session of the database', () => {
    expect(faultOf(failure({ code: '55000', severity: 'FATAL' }))).toMatchObject({ status: 503, code: 'temporarily-unavailable' });
    expect(faultOf(failure({ code: '55000', severity: 'ERROR' }))).toMatchObject({ status: 500 });
  });

  it.each(['timeout exceeded when trying to connect', 'Connection terminated unexpectedly'])('so does "%s"', (message) => {
    expect(faultOf(new Error(message))).toMatchObject({ status: 503 });
  });

  it.each([
    failure({ code: '23505' }), failure({ code: '22P02' }), failure({ code: '42601' }), failure({ code: 'ERR_INVALID_ARG_TYPE' }), failure({ statusCode: 500 }),
    failure({ statusCode: 200 }), new HttpException(CANARY, 502), new TypeError(CANARY), CANARY, 42, null, undefined, {},
  ])('anything else is our fault, and nothing of it is told: %p', (error) => {
    expect(faultOf(error)).toEqual(INTERNAL);
  });

  it.each([
    [{ code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }, 415, 'unsupported-media-type'],
    [{ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }, 413, 'body-too-large'],
    [{ statusCode: 403 }, 404, 'not-found'],
    [{ statusCode: 404 }, 404, 'not-found'],
    [{ statusCode: 405 }, 405, 'method-not-allowed'],
    [{ statusCode: 406 }, 406, 'not-acceptable'],
    [{ statusCode: 408 }, 408, 'request-timeout'],
    [{ statusCode: 414 }, 414, 'uri-too-long'],
    [{ statusCode: 429 }, 429, 'too-many-requests'],
    [{ statusCode: 431 }, 431, 'headers-too-large'],
    [{ statusCode: 400 }, 400, 'invalid-request'],
  ])('the protocol fault %j is %i %s, in our words', (fields, status, code) => {
    const fault = faultOf(failure(fields));

    expect([fault.status, fault.code]).toEqual([status, code]);
    expect(JSON.stringify(fault)).not.toContain(CANARY);
  });

  it('says nothing of the words of the framework', () => {
    expect(faultOf(new NotFoundException(CANARY))).toEqual(faultOf(new NotFound()));
    expect(faultOf(Object.assign(new SyntaxError(CANARY), { statusCode: 400 }))).toMatchObject({ code: 'malformed-json', detail: 'The body is not valid JSON.' });
  });
});

describe('a problem document', () => {
  it('has what RFC 9457 asks for, without the query of the address', () => {
    const document = problemDocument(faultOf(new MalformedJson('No.')), 'https://shop.example.com', { url: '/v1/carts?email=ada', id: 'req_1' });

    expect(document).toEqual({
      type: 'https://shop.example.com/problems/malformed-json',
      title: 'The body is not the JSON that is expected here',
      status: 400,
      detail: 'No.',
      instance: '/v1/carts',
      code: 'malformed-json',
      request_id: 'req_1',
    });
  });

  it('carries the faults of fields', () => {
    const errors = [{ pointer: '/email', code: 'is-email', message: 'email must be an email' }];

    expect(problemDocument(faultOf(new InvalidRequest(errors)), '', { url: '/', id: 'req_1' })).toMatchObject({ code: 'invalid-request', errors });
  });
});

import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsDate, isEmail, IsIn, IsInt, IsISO31661Alpha2, IsISO4217CurrencyCode, IsString,
  Matches, Max, MaxLength, Min, MinLength, registerDecorator, ValidateIf, ValidateNested,
} from 'class-validator';
import { isId } from '../kernel/index.js';

/**
 * Fields of request bodies and queries: each declares its check and its documentation in one line, so
 * that the two cannot drift apart.
 */

interface Common {
  readonly optional?: boolean;
  readonly about?: string;
  readonly example?: unknown;
}

const field = ({ optional = false, about, example }: Common, api: ApiPropertyOptions, ...checks: PropertyDecorator[]) =>
  applyDecorators(
    ApiProperty({ ...api, required: !optional, description: about, example } as ApiPropertyOptions),
    Reflect.metadata(OPTIONAL, optional),
    ...(optional ? [UnlessMissing] : []),
    ...checks,
  );

const OPTIONAL = 'holdfast:optional';

/** IsOptional would be inherited for good; here a class that declares the field anew decides anew. */
const UnlessMissing: PropertyDecorator = (target, name) =>
  ValidateIf((dto: object, value: unknown) => (value !== undefined && value !== null) || !Reflect.getMetadata(OPTIONAL, dto, name))(target, name);

/** Control characters and halves of surrogate pairs: no text of ours needs them, and PostgreSQL refuses some. */
const NO_CONTROL = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Cs}]*$/u;
const WITHOUT_CONTROL = { message: '$property must not contain control characters' };

export const Text = (options: Common & { min?: number; max: number; pattern?: RegExp }) =>
  field(
    options,
    { type: String, minLength: options.min ?? 1, maxLength: options.max, ...(options.pattern ? { pattern: options.pattern.source } : {}) },
    IsString(),
    MinLength(options.min ?? 1),
    MaxLength(options.max),
    Matches(NO_CONTROL, WITHOUT_CONTROL),
    ...(options.pattern ? [Matches(options.pattern)] : []),
  );

/** The library's own check throws where a text has half a surrogate pair in it. */
const IsAddress: PropertyDecorator = (target, property) =>
  registerDecorator({
    name: 'isEmail',
    target: target.constructor,
    propertyName: property as string,
    validator: { validate: (value) => typeof value === 'string' && NO_CONTROL.test(value) && isEmail(value), defaultMessage: () => '$property must be an email' },
  });

export const Email = (options: Common = {}) =>
  field({ example: 'ada@example.com', ...options }, { type: String, format: 'email', maxLength: 254 }, IsString(), MaxLength(254), IsAddress);

export const Whole = (options: Common & { min: number; max: number }) =>
  field(options, { type: 'integer', minimum: options.min, maximum: options.max }, IsInt(), Min(options.min), Max(options.max));

/** A whole number in a query string. */
export const WholeText = (options: Common & { min: number; max: number; fallback?: number }) =>
  field(
    { optional: true, ...options },
    { type: 'integer', minimum: options.min, maximum: options.max, ...(options.fallback === undefined ? {} : { default: options.fallback }) },
    Transform(({ value }) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)),
    IsInt(),
    Min(options.min),
    Max(options.max),
  );

export const Flag = (options: Common = {}) => field(options, { type: Boolean }, IsBoolean());

/** A yes or no in a query string. */
export const FlagText = (options: Common = {}) =>
  field(
    { optional: true, ...options },
    { type: Boolean },
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );

const TIME = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** JavaScript takes the 31st of February for one of the first days of March. */
function timeOf(value: unknown): unknown {
  const [, year, month, day] = (typeof value === 'string' && TIME.exec(value)) || [];
  return day && new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day) ? new Date(value as string) : value;
}

/** A time as RFC 3339 writes it, in a body or in a query string; a Date from here on. */
export const Time = (options: Common = {}) =>
  field(
    options,
    { type: String, format: 'date-time' },
    Transform(({ value }) => timeOf(value)),
    IsDate({ message: '$property must be a time as RFC 3339 writes it, for instance 2026-01-31T10:00:00Z' }),
  );

export const Choice = (values: readonly string[], options: Common = {}) => field(options, { type: String, enum: [...values] }, IsIn(values));

const ISO_4217 = { message: '$property must be an ISO 4217 code, for instance EUR' };

export const CurrencyCode = (options: Common = {}) =>
  field({ example: 'EUR', ...options }, { type: String, pattern: '^[A-Z]{3}$' }, IsString(), Matches(/^[A-Z]{3}$/, ISO_4217), IsISO4217CurrencyCode(ISO_4217));

export const CountryCode = (options: Common = {}) =>
  field({ example: 'DE', ...options }, { type: String, pattern: '^[A-Z]{2}$' }, IsString(), Matches(/^[A-Z]{2}$/), IsISO31661Alpha2());

/** A TypeID of one kind, for instance `var_01h455vb4pex5vsknk084sn02q`. */
export const IdOf = (prefix: string, options: Common = {}) =>
  field(
    { example: `${prefix}_01h455vb4pex5vsknk084sn02q`, ...options },
    { type: String, pattern: `^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$` },
    (target, property) =>
      registerDecorator({
        name: 'isId',
        target: target.constructor,
        propertyName: property as string,
        validator: { validate: (value) => isId(prefix, value), defaultMessage: () => `$property must be an id that starts with ${prefix}_` },
      }),
  );

// class-transformer's own signature.
type Nested = () => new () => object;

// The documentation takes a function for one that names a class later only when its own name is `type`.
export const ObjectOf = (type: Nested, options: Common = {}) =>
  field(options, { type: () => type() }, IsPlainObject(), ValidateNested(), Type(type));

const LIST = 'holdfast:list';

interface List {
  readonly type: Nested;
  readonly max: number;
}

/** The list that this field of a class is declared to be, if it is one. */
export const listOf = (target: object, field: string): List | undefined => Reflect.getMetadata(LIST, target, field) as List | undefined;

export const ListOf = (type: Nested, options: Common & { min?: number; max: number }) =>
  field(
    options,
    { type: () => type(), isArray: true, minItems: options.min ?? 0, maxItems: options.max },
    IsArray(),
    ArrayMinSize(options.min ?? 0),
    ArrayMaxSize(options.max),
    IsPlainObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
    Reflect.metadata(LIST, { type, max: options.max } satisfies List),
  );

export const TextList = (options: Common & { max: number; maxLength: number }) =>
  field(
    options,
    { type: String, isArray: true, maxItems: options.max },
    IsArray(),
    ArrayMaxSize(options.max),
    IsString({ each: true }),
    MinLength(1, { each: true }),
    MaxLength(options.maxLength, { each: true }),
    Matches(NO_CONTROL, { each: true, ...WITHOUT_CONTROL }),
  );

/** Up to 50 keys of 40 characters with texts of 500 characters, as on every main resource. */
export const Metadata = () =>
  field(
    { optional: true, about: 'Up to 50 keys of 40 characters with values of 500 characters.', example: { source: 'newsletter' } },
    { type: 'object', additionalProperties: { type: 'string', maxLength: 500 } } as ApiPropertyOptions,
    (target, property) =>
      registerDecorator({
        name: 'isMetadata',
        target: target.constructor,
        propertyName: property as string,
        validator: { validate: isMetadata, defaultMessage: () => '$property must hold at most 50 keys of 40 characters with texts of 500 characters' },
      }),
  );

function isMetadata(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= 50 &&
    entries.every(([key, text]) => key.length >= 1 && key.length <= 40 && typeof text === 'string' && text.length <= 500 && NO_CONTROL.test(key + text))
  );
}

/** class-transformer would turn arrays and texts into instances of the nested class; only objects are meant. */
function IsPlainObject(options: { each?: boolean } = {}): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isObject',
      target: target.constructor,
      propertyName: property as string,
      options,
      validator: {
        validate: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
        defaultMessage: () => (options.each ? 'each value of $property must be an object' : '$property must be an object'),
      },
    });
}

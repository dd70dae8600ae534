import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { listOf } from './fields.js';
import { type FieldFault, InvalidRequest, MalformedJson } from './problems.js';

/** So many are told at once. */
const MAX_FAULTS = 100;

/** `arrayMaxSize` becomes `array-max-size`, `isISO4217` becomes `is-iso4217`. */
const slug = (rule: string): string => rule.replaceAll(/[A-Z]+(?![a-z])|[A-Z]/g, (letters) => `-${letters.toLowerCase()}`);

function faults(errors: readonly ValidationError[], prefix: string, at: 'body' | 'query'): FieldFault[] {
  return errors.flatMap((error) => {
    const pointer = at === 'query' ? `?${error.property}` : `${prefix}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
      rule === 'whitelistValidation'
        ? { pointer, code: 'unknown-field', message: `${at === 'query' ? 'This parameter' : 'This field'} is not known here` }
        : { pointer, code: slug(rule), message },
    );
    return [...own, ...faults(error.children ?? [], pointer, at)];
  });
}

/** Lists that are too long, found before anything is made of their items: of thousands that would take seconds. */
function longLists(dto: object, value: unknown, prefix: string): FieldFault[] {
  return Object.entries(value ?? {}).flatMap(([name, items]) => {
    const list = Array.isArray(items) ? listOf(dto, name) : undefined;
    if (!list) return [];
    const pointer = `${prefix}/${name}`;
    if (items.length > list.max) return [{ pointer, code: 'array-max-size', message: `${name} must contain no more than ${list.max} elements` }];
    return items.flatMap((item: unknown, position: number) => longLists(list.type().prototype as object, item, `${pointer}/${position}`));
  });
}

/** Far more than any object has that is known here. */
const MAX_MEMBERS = 200;

/** Objects with thousands of members, found before each of these is looked at: that would take longer than they took to arrive. */
function crowded(value: unknown, pointer: string): FieldFault[] {
  if (value === null || typeof value !== 'object') return [];
  const members = Object.entries(value);
  if (!Array.isArray(value) && members.length > MAX_MEMBERS) return [{ pointer, code: 'too-many-fields', message: `No object has more than ${MAX_MEMBERS} fields` }];
  return members.flatMap(([name, item]) => crowded(item, `${pointer}/${name}`));
}

/** Names that every object has already would pass for known ones. In bodies they are refused before. */
const inherited = (value: object): FieldFault[] =>
  Object.keys(value).filter((name) => name in Object.prototype).map((name) => ({ pointer: `?${name}`, code: 'unknown-field', message: 'This parameter is not known here' }));

/**
 * Turns bodies and queries into instances of their DTO classes and refuses what is missing, unknown or malformed, every
 * fault at once. Checks are synchronous: nothing of a request is looked up here.
 */
@Injectable()
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || !metatype || metatype === Object || metatype === String) return value;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw new MalformedJson('The body must be a JSON object.');
    }
    const early = crowded(value, type === 'query' ? '?' : '').concat(type === 'body' ? longLists(metatype.prototype as object, value, '') : inherited(value));
    if (early.length > 0) throw new InvalidRequest(early.slice(0, MAX_FAULTS));
    const dto = plainToInstance(metatype, value) as object;
    const errors = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
    if (errors.length > 0) throw new InvalidRequest(faults(errors, '', type).slice(0, MAX_FAULTS));
    return dto;
  }
}

import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { type FieldFault, InvalidRequest, MalformedJson } from './problems.js';

const slug = (rule: string): string => rule.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

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
    const dto = plainToInstance(metatype, value) as object;
    const errors = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
    if (errors.length > 0) throw new InvalidRequest(faults(errors, '', type).slice(0, 100));
    return dto;
  }
}

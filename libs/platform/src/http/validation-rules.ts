import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Rules = ReturnType<Storage['getTargetValidationMetadatas']>;

const remembering = new WeakSet<Storage>();

/**
 * class-validator looks through all rules of all classes for every object that it checks, which takes longer than the checks. Decorators
 * have long run when the first request comes: what was found for a class once is kept.
 */
export function rememberRules(storage: Storage = getMetadataStorage()): void {
  if (remembering.has(storage)) return;
  remembering.add(storage);
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const group = storage.groupByPropertyName.bind(storage);
  const found = new WeakMap<object, Rules>();
  const grouped = new WeakMap<Rules, ReturnType<typeof group>>();

  storage.getTargetValidationMetadatas = (target, schema, always, strict, groups) => {
    // No class here has groups, and none is described by a schema: what a class is nested in makes no difference to its rules.
    if (always || strict || groups || typeof target !== 'function') return find(target, schema, always, strict, groups);
    const known = found.get(target) ?? find(target, schema, always, strict, groups);
    found.set(target, known);
    return known;
  };
  storage.groupByPropertyName = (rules) => {
    const known = grouped.get(rules) ?? group(rules);
    grouped.set(rules, known);
    return known;
  };
}

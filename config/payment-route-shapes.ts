import { Fault, type Parse } from './shapes.js';

/** A gateway that a rule leads to, with its share of the checkouts. */
export interface PaymentRouteTarget {
  readonly gateway: string;
  readonly method?: string;
  readonly weight: number;
}

/** A rule of PAYMENT_ROUTES; docs/adr/0028 tells what each part means. */
export interface PaymentRoute {
  readonly currencies?: readonly string[];
  readonly countries?: readonly string[];
  readonly methods?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly gateways: readonly PaymentRouteTarget[];
}

type Members = Record<string, unknown>;
type Check = (value: unknown) => boolean;

const MAX_AMOUNT = 1_000_000_000_000;
const texts = (pattern: RegExp): Check => (value) => Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && pattern.test(one));
const wholeUpTo = (max: number): Check => (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;
const word: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= 200;

const RULE: Readonly<Record<string, readonly [Check, string]>> = {
  currencies: [texts(/^[A-Z]{3}$/), 'a list of currency codes like "EUR"'],
  countries: [texts(/^[A-Z]{2}$/), 'a list of country codes like "DE"'],
  methods: [texts(/^.{1,200}$/), 'a list of methods'],
  from: [wholeUpTo(MAX_AMOUNT), 'a whole number of minor units'],
  to: [wholeUpTo(MAX_AMOUNT), 'a whole number of minor units'],
  gateways: [(value) => Array.isArray(value) && value.length > 0, 'a list with at least one {"gateway": …}'],
};
const TARGET: Readonly<Record<string, readonly [Check, string]>> = {
  gateway: [word, 'the name of a gateway'],
  method: [word, 'how to pay there'],
  weight: [wholeUpTo(1_000), 'a whole number from 0 to 1000'],
};

/** The rules by which payments that name no gateway get one: a JSON list, the first that fits decides. */
export const paymentRoutes: Parse<readonly PaymentRoute[]> = (value) => {
  let rules: unknown;
  try {
    rules = JSON.parse(value);
  } catch {
    throw new Fault('must be JSON: a list of rules, each with "gateways"');
  }
  if (!Array.isArray(rules)) throw new Fault('must be a list of rules, each with "gateways"');
  return rules.map((rule: unknown, i) => ruleOf(rule, `rule ${i + 1}`));
};

function ruleOf(rule: unknown, at: string): PaymentRoute {
  const members = membersOf(rule, RULE, at);
  const { from, to, currencies } = members;
  if ((from !== undefined || to !== undefined) && currencies === undefined) throw new Fault(`must name "currencies" in ${at}: amounts mean nothing without`);
  if (typeof from === 'number' && typeof to === 'number' && from > to) throw new Fault(`must have "from" below "to" in ${at}`);
  if (members['gateways'] === undefined) throw new Fault(`must have "gateways" in ${at}`);
  const gateways = (members['gateways'] as unknown[]).map((target, i) => targetOf(target, `gateway ${i + 1} of ${at}`));
  if (gateways.every(({ weight }) => weight === 0)) throw new Fault(`must give one gateway of ${at} a weight above 0`);
  const twice = gateways.find(({ gateway }, i) => gateways.findIndex((other) => other.gateway === gateway) !== i);
  if (twice) throw new Fault(`must name ${twice.gateway} once in ${at}`);
  return { ...(members as Omit<PaymentRoute, 'gateways'>), gateways };
}

function targetOf(target: unknown, at: string): PaymentRouteTarget {
  const { gateway, method, weight = 1 } = membersOf(target, TARGET, at);
  if (gateway === undefined) throw new Fault(`must have "gateway" in ${at}`);
  return { gateway: gateway as string, ...(method === undefined ? {} : { method: method as string }), weight: weight as number };
}

function membersOf(value: unknown, shape: Readonly<Record<string, readonly [Check, string]>>, at: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Fault(`must have an object as ${at}`);
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!known) throw new Fault(`must not have "${name}" in ${at}`);
    if (!known[0](member)) throw new Fault(`must have ${known[1]} as "${name}" in ${at}`);
  }
  return value as Members;
}

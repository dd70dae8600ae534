import type { Command } from 'commander';
import { type ApiKeyView, CreateApiKey, ListApiKeys, RevokeApiKey, RotateApiKey } from '@holdfast/identity';
import type { Id } from '@holdfast/kernel';
import { SCOPES } from '@holdfast/platform';
import { type CommandContext, described, json, UsageError } from '../command-context.js';
import { withShop } from '../shop-context.js';
import { whole } from '../values.js';

const PAGE = 100;
const MAX_OVERLAP_SECONDS = 86_400;
const ONCE = 'It is shown this once: keep it where secrets are kept.';

interface Json {
  readonly json?: boolean;
}

/** API keys of machines. Whoever has the database and the secret of the installation may make any. */
export const keysCommand = (context: CommandContext): Command =>
  described({ name: 'keys', about: 'API keys of machines: list, create, rotate, revoke', examples: ['keys list', 'keys create --name "Warehouse scanner" --scopes inventory:read,inventory:write'], hasJson: false })
    .addCommand(list(context))
    .addCommand(create(context))
    .addCommand(rotate(context))
    .addCommand(revoke(context));

const list = (context: CommandContext): Command =>
  described({ name: 'list', about: 'all API keys, newest first; never their secrets', examples: ['keys list', 'keys list --json'] })
    .action(async ({ json: asJson }: Json) => {
      const keys = await withShop(context, 'holdfast keys list', async ({ queries }) => {
        const all: ApiKeyView[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const { data, page } = await queries.execute(new ListApiKeys({ limit: PAGE, ...(cursor !== undefined && { cursor }) }));
          all.push(...data);
          cursor = page.next_cursor;
        }
        return all;
      });
      context.screen.say(asJson ? json(keys) : keys.length > 0 ? keys.map(row).join('\n') : 'There are no API keys. Make one: holdfast keys create --help');
    });

const row = ({ id, name, prefix, status, scopes, last_used_at, expires_at }: ApiKeyView): string =>
  `${id}  ${status.padEnd(7)}  ${prefix}…  ${name}\n    ${scopes.join(' ')}\n    ${last_used_at ? `last used ${last_used_at}` : 'never used'}${expires_at ? `, ends ${expires_at}` : ''}`;

const create = (context: CommandContext): Command =>
  described({ name: 'create', about: 'make an API key with just what it needs; prints its secret, this once', examples: ['keys create --name Till --scopes orders:read', 'keys create --name Export --scopes orders:read --expires 2027-12-31T00:00:00Z --json'] })
    .requiredOption('--name <text>', 'what it is for')
    .requiredOption('--scopes <list>', `what it may do, with commas between: ${SCOPES.join(', ')}`, scopesOf)
    .option('--expires <time>', 'when it ends by itself (RFC 3339)', timeOf)
    .action(async ({ name, scopes, expires, json: asJson }: Json & { name: string; scopes: readonly string[]; expires?: Date }) => {
      if (name.trim() === '' || name.length > 200) throw new UsageError('--name is 1 to 200 characters.');
      const { key, secret } = await withShop(context, 'holdfast keys create', ({ commands }) => commands.execute(new CreateApiKey({ name, scopes, expiresAt: expires ?? null }, SCOPES)));
      const made = { id: key.id, name: key.name, scopes: key.scopes, expires_at: key.expiresAt?.toISOString() ?? null, secret };
      context.screen.say(asJson ? json(made) : `${key.id} may ${key.scopes.join(', ')}.\n${secret}\n${ONCE}`);
    });

const rotate = (context: CommandContext): Command =>
  described({ name: 'rotate', about: 'give an API key a new secret; prints it, this once', examples: ['keys rotate key_01h455vb4pex5vsknk084sn02q --overlap 3600'] })
    .argument('<id>', 'as `keys list` shows it', idOf)
    .option('--overlap <seconds>', 'how long the old secret still counts', whole, 0)
    .action(async (id: Id<'key'>, { overlap, json: asJson }: Json & { overlap: number }) => {
      if (overlap > MAX_OVERLAP_SECONDS) throw new UsageError(`--overlap is ${MAX_OVERLAP_SECONDS} at most.`);
      const { secret, previousValidUntil } = await withShop(context, 'holdfast keys rotate', ({ commands }) => commands.execute(new RotateApiKey(id, overlap, SCOPES)));
      const until = previousValidUntil.toISOString();
      context.screen.say(asJson ? json({ id, secret, previous_secret_valid_until: until }) : `${id} has a new secret; the old one counts until ${until}.\n${secret}\n${ONCE}`);
    });

const revoke = (context: CommandContext): Command =>
  described({ name: 'revoke', about: 'end an API key at once and for ever; safe to repeat', examples: ['keys revoke key_01h455vb4pex5vsknk084sn02q'] })
    .argument('<id>', 'as `keys list` shows it', idOf)
    .action(async (id: Id<'key'>, { json: asJson }: Json) => {
      await withShop(context, 'holdfast keys revoke', ({ commands }) => commands.execute(new RevokeApiKey(id)));
      context.screen.say(asJson ? json({ id, status: 'revoked' }) : `${id} is revoked: it counts no more, from the next request on.`);
    });

function scopesOf(text: string): readonly string[] {
  const scopes = [...new Set(text.split(',').map((scope) => scope.trim()))];
  const strange = scopes.find((scope) => !SCOPES.includes(scope as never));
  if (strange !== undefined) throw new UsageError(`There is no permission "${strange}". There are ${SCOPES.join(', ')}.`);
  return scopes;
}

function idOf(text: string): Id<'key'> {
  if (!/^key_[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text)) throw new UsageError(`"${text}" is not the id of an API key: key_ and 26 characters, as "holdfast keys list" shows it.`);
  return text as Id<'key'>;
}

function timeOf(text: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(time.getTime())) throw new UsageError(`"${text}" is not a time like 2027-12-31T00:00:00Z.`);
  return time;
}

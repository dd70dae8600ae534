import type { Command } from 'commander';
import type { Head } from '@holdfast/platform';
import { type CommandContext, databaseUrlOf, described, UsageError } from '../command-context.js';
import { verifyAudit } from '../verify-audit.js';

const HEAD = /^([1-9]\d{0,15}):([0-9a-f]{64})$/;
const ABOUT = 'prove that no entry of the audit log was changed, removed or put in';

/** `audit verify` */
export const audit = (context: CommandContext): Command =>
  described({ name: 'audit', about: 'the audit log', examples: ['audit verify'], hasJson: false }).addCommand(verifying('verify', context));

/** The same in one word. */
export const verifyAuditCommand = (context: CommandContext): Command => verifying('verify-audit', context);

function verifying(name: string, context: CommandContext): Command {
  const words = name === 'verify' ? 'audit verify' : name;
  return described({
    name,
    about: `${ABOUT}; ends with 1 if one was`,
    examples: [`${words}  # prints the head: keep it away from the database`, `${words} --head 2500:9f86…  # also proves that nothing was cut off since`],
  })
    .option('--head <seq:hash>', 'head that an earlier check printed', headOf)
    .action(async ({ head, json: asJson = false }: { head?: Head; json?: boolean }) => {
      context.end(await verifyAudit(databaseUrlOf(context), { kept: head, asJson }, context.screen));
    });
}

function headOf(text: string): Head {
  const match = HEAD.exec(text);
  if (!match) throw new UsageError('--head is SEQ:HASH as an earlier check printed it: a number, a colon, 64 hexadecimal digits.');
  return { seq: Number(match[1]), hash: match[2]! };
}

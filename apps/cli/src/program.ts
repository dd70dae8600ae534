import { Command, CommanderError } from 'commander';
import { EnvironmentError } from '@holdfast/config';
import { DomainError } from '@holdfast/kernel';
import { reasonOf } from '../../composition/run.js';
import { type CommandContext, type ExitCode, Failure, UsageError } from './command-context.js';
import { audit, verifyAuditCommand } from './commands/audit.js';
import { doctorCommand } from './commands/doctor.js';
import { importCommand } from './commands/import.js';
import { invariantsCommand } from './commands/invariants.js';
import { keysCommand } from './commands/keys.js';
import { listenCommand } from './commands/listen.js';
import { migrateCommand } from './commands/migrate.js';
import { openApiCommand } from './commands/openapi.js';
import { personalDataCommand } from './commands/personal-data.js';
import { seedCommand } from './commands/seed.js';
import type { Screen } from './screen.js';

const ABOUT = 'Runs, checks and fills a Holdfast. Settings come from the environment, see .env.example; in a checkout with a running npm start, from that.';
const EXITS = `
Exit codes: 0 all is well; 1 what was looked for is wrong, or failed; 2 wrong usage or configuration.`;

const COMMANDS: readonly ((context: CommandContext) => Command)[] = [migrateCommand, seedCommand, importCommand, doctorCommand, invariantsCommand, keysCommand, listenCommand, openApiCommand, audit, verifyAuditCommand, personalDataCommand];

/** What is run and where: the command line without the program, and what it may be given instead of this process's own. */
export interface Run extends Pick<CommandContext, 'environment' | 'stopped'> {
  readonly args: readonly string[];
  readonly screen: Screen;
}

/** Runs one command; answers how it ended. Whatever goes wrong is told on the screen. */
export async function holdfast({ args, screen, environment, stopped }: Run): Promise<ExitCode> {
  let ended: ExitCode = 0;
  const program = programOf({ screen, environment, stopped, end: (code) => void (ended = code) });
  try {
    await program.parseAsync(args.length > 0 ? [...args] : ['--help'], { from: 'user' });
    return ended;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    screen.warn(explain(error));
    return error instanceof UsageError || error instanceof EnvironmentError ? 2 : 1;
  }
}

function programOf(context: CommandContext): Command {
  const { screen } = context;
  const program = new Command('holdfast').description(ABOUT).addHelpText('after', EXITS);
  for (const command of COMMANDS) program.addCommand(command(context));
  for (const command of withAll(program)) {
    command
      .exitOverride()
      .allowExcessArguments(false)
      .showHelpAfterError('Add --help to see what there is.')
      .configureOutput({ writeOut: (text) => screen.say(text.trimEnd()), writeErr: (text) => screen.warn(text.trimEnd()) });
  }
  return program;
}

const withAll = (command: Command): Command[] => [command, ...command.commands.flatMap((child) => withAll(child as Command))];

function explain(error: unknown): string {
  if (error instanceof UsageError || error instanceof Failure || error instanceof DomainError || error instanceof EnvironmentError) return error.message;
  return `This failed: ${reasonOf(error)}`;
}

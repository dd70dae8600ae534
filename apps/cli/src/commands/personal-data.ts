import type { Command } from 'commander';
import { isPersonal } from '@holdfast/platform';
import { type CommandContext, databaseUrlOf, described, json } from '../command-context.js';
import { catalogedColumns, personalDataOf } from '../personal-data.js';

/** What the database keeps about people. */
export const personalDataCommand = (context: CommandContext): Command =>
  described({
    name: 'personal-data',
    about: 'print what the database keeps about people, where, why and until when',
    examples: ['personal-data > docs/personal-data.md', 'personal-data --json'],
  }).action(async ({ json: asJson = false }: { json?: boolean }) => {
    const columns = await catalogedColumns(databaseUrlOf(context));
    context.screen.say(asJson ? json(columns.filter(isPersonal)) : personalDataOf(columns).trimEnd());
  });

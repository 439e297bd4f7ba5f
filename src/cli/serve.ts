import { Option, type Command } from 'commander';
import { readSettings, SETTING_FLAGS } from '../contract/readSettings';
import { ShelfcastError } from '../contract/errors';
import { serve } from '../serve';
import { UsageError } from './command';

/** `shelfcast serve`: the HTTP server; each setting is a flag and an environment variable. */
export function registerServe(program: Command): void {
  const command = program.command('serve').description('Starts the HTTP server.');
  for (const { flag, variable, description, default: byDefault } of SETTING_FLAGS) {
    const shown =
      byDefault === null || (Array.isArray(byDefault) && !byDefault.length) ? 'none' : shownValue(byDefault);
    command.addOption(new Option(`${flag} <value>`, `${description} (${variable}; default: ${shown})`));
  }
  command.action(async (flags: Record<string, unknown>) => {
    const status = await serve(checkedSettings(flags));
    process.exit(status);
  });
}

function checkedSettings(flags: Record<string, unknown>) {
  try {
    return readSettings(flags, process.env);
  } catch (error) {
    throw error instanceof ShelfcastError ? new UsageError(error.detail) : error;
  }
}

function shownValue(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

import { keysOf } from '../common/keysOf';
import { certain } from '../common/certain';
import { type FieldIssue, ShelfcastError } from './errors';
import { DEFAULTS, type Settings, settings } from './settings';

const ENVIRONMENT_PREFIX = 'SHELFCAST_';
/** Variables of the command line that are not settings of the server. */
const OTHER_VARIABLES = ['SHELFCAST_DEBUG', 'SHELFCAST_BENCH_KEY'];
const names = keysOf(settings.shape);

/** Every setting with its flag, its environment variable, its meaning and its default, for the command line. */
export const SETTING_FLAGS = names.map((name) => ({
  name,
  flag: `--${kebab(name)}`,
  variable: variableOf(name),
  description: certain(settings.shape[name].description, `description of ${name}`),
  default: DEFAULTS[name],
}));

/**
 * Settings from flags, then SHELFCAST_ variables, then defaults. Throws ShelfcastError `invalid` that names each wrong
 * or unknown setting as it was given.
 */
export function readSettings(flags: Record<string, unknown>, environment: NodeJS.ProcessEnv): Settings {
  const given: Record<string, { from: string; value: unknown }> = {};
  const issues: FieldIssue[] = [];
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(ENVIRONMENT_PREFIX) || value === undefined) continue;
    if (OTHER_VARIABLES.includes(variable) || isServiceLink(variable, value)) continue;
    const name = names.find((known) => variableOf(known) === variable);
    if (name) given[name] = { from: variable, value };
    else issues.push({ path: variable, message: 'is not a setting; see shelfcast serve --help' });
  }
  for (const [name, value] of Object.entries(flags)) {
    if (value !== undefined) given[name] = { from: `--${kebab(name)}`, value };
  }
  const values = Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value]));
  const result = settings.safeParse(values);
  if (!result.success) {
    for (const issue of result.error.issues) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
      for (const key of unknown) issues.push({ path: `--${kebab(key)}`, message: 'is not a setting' });
      const name = String(issue.path[0]);
      if (!unknown.length)
        issues.push({ path: given[name].from, message: `${issue.message} (got '${given[name].value}')` });
    }
  }
  if (issues.length || !result.success) {
    const detail = issues.map((issue) => `${issue.path} ${issue.message}`).join('; ');
    throw new ShelfcastError('invalid', detail, { issues });
  }
  return result.data;
}

/** Variables that Kubernetes sets in every container for a service named shelfcast, or shelfcast-something. */
function isServiceLink(variable: string, value: string): boolean {
  if (/_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/.test(variable))
    return !names.some((known) => variableOf(known) === variable);
  return /_PORT$/.test(variable) && /^(tcp|udp|sctp):\/\//.test(value);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function variableOf(name: string): string {
  return ENVIRONMENT_PREFIX + kebab(name).replaceAll('-', '_').toUpperCase();
}

import type { DemandSchema, KeepRule } from '../../../contract/dataSchema';
import type { FilePreview } from '../../../contract/filePreview';
import type { GivenReadings } from '../../../ingest/values/columnReadings';

/** The roles of columns of a sales file, and whether each is required. */
export const ROLES = [
  { role: 'sku', needed: true },
  { role: 'date', needed: true },
  { role: 'target', needed: true },
  { role: 'description', needed: true },
  { role: 'price', needed: false },
  { role: 'promo_text', needed: false },
] as const;
type SalesRole = (typeof ROLES)[number]['role'];

/** How to read a sales file, as chosen on the page; an empty name is not chosen. */
export interface SalesSchema {
  roles: Record<SalesRole, string>;
  granularity: '' | 'transaction' | 'week';
  /** Further columns used for training. */
  further: Partial<Record<string, 'numeric' | 'categorical'>>;
  /** Those known for future weeks. */
  knownAhead: readonly string[];
  readings: GivenReadings;
  /** Rules that leave out rows that are not sales, and whether each applies. */
  keep: readonly { rule: KeepRule; applies: boolean }[];
  /** Columns filled in only on the first row of a group. */
  groups: DemandSchema['groups'];
  /** Of the prices; empty where it is not known. */
  currency: string;
}

/** The schema of a preview; what its guess left open is empty. */
export function schemaOf({ schema, columns }: FilePreview): SalesSchema {
  const column = (role: SalesRole) => {
    const name = schema[role];
    return typeof name === 'string' && columns.includes(name) ? name : '';
  };
  const { granularity } = schema;
  const named = (field: string) =>
    [schema[field] ?? []].flat().filter((name) => columns.includes(String(name)));
  return {
    roles: Object.fromEntries(ROLES.map(({ role }) => [role, column(role)])) as Record<SalesRole, string>,
    granularity: granularity === 'transaction' || granularity === 'week' ? granularity : '',
    further: Object.fromEntries(
      (['numeric', 'categorical'] as const).flatMap((kind) => named(kind).map((name) => [name, kind])),
    ),
    knownAhead: named('known_ahead') as string[],
    readings: {},
    keep: ((schema.keep ?? []) as KeepRule[]).map((rule) => ({ rule, applies: true })),
    groups: schema.groups as DemandSchema['groups'],
    currency: (schema.currency as string | undefined) ?? '',
  };
}

/** The schema for the API; null while a required choice is missing. */
export function schemaJson({
  roles,
  granularity,
  further,
  knownAhead,
  readings,
  keep,
  groups,
  currency,
}: SalesSchema): string | null {
  if (granularity === '' || ROLES.some(({ role, needed }) => needed && roles[role] === '')) return null;
  const chosen = (wanted: string) => Object.keys(further).filter((name) => further[name] === wanted);
  const filled = (fields: object) => Object.entries(fields).filter(([, value]) => value !== '');
  return JSON.stringify({
    mode: 'demand',
    granularity,
    ...Object.fromEntries(filled({ ...roles, ...readings, currency })),
    numeric: chosen('numeric'),
    categorical: chosen('categorical'),
    known_ahead: knownAhead.filter((name) => further[name] !== undefined),
    keep: keep.filter(({ applies }) => applies).map(({ rule }) => rule),
    groups,
  });
}

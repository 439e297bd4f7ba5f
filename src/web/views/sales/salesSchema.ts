import type { DemandSchema, KeepRule } from '../../../contract/dataSchema';
import type { FilePreview } from '../../../contract/filePreview';
import type { GivenReadings } from '../../../ingest/values/columnReadings';

/** What a column of sales can be, and whether there must be one. */
export const ROLES = [
  { role: 'sku', needed: true },
  { role: 'date', needed: true },
  { role: 'target', needed: true },
  { role: 'description', needed: true },
  { role: 'price', needed: false },
  { role: 'promo_text', needed: false },
] as const;
type SalesRole = (typeof ROLES)[number]['role'];

/** How a file of sales is read, as chosen on the page; an empty name is not chosen. */
export interface SalesSchema {
  roles: Record<SalesRole, string>;
  granularity: '' | 'transaction' | 'week';
  /** Of further columns those to train with. */
  further: Partial<Record<string, 'numeric' | 'categorical'>>;
  /** Of those the ones that are known for weeks to come. */
  knownAhead: readonly string[];
  readings: GivenReadings;
  /** Rules that leave rows out which are no sales, and whether they are to. */
  keep: readonly { rule: KeepRule; applies: boolean }[];
  /** Columns that are filled in on the first row of a group alone. */
  groups: DemandSchema['groups'];
}

/** The schema that a preview was read by; what its guess leaves open is empty. */
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
  };
}

/** As the API takes it; null where something that must be chosen is not. */
export function schemaJson({
  roles,
  granularity,
  further,
  knownAhead,
  readings,
  keep,
  groups,
}: SalesSchema): string | null {
  if (granularity === '' || ROLES.some(({ role, needed }) => needed && roles[role] === '')) return null;
  const chosen = (wanted: string) => Object.keys(further).filter((name) => further[name] === wanted);
  const filled = (fields: object) => Object.entries(fields).filter(([, value]) => value !== '');
  return JSON.stringify({
    mode: 'demand',
    granularity,
    ...Object.fromEntries(filled({ ...roles, ...readings })),
    numeric: chosen('numeric'),
    categorical: chosen('categorical'),
    known_ahead: knownAhead.filter((name) => further[name] !== undefined),
    keep: keep.filter(({ applies }) => applies).map(({ rule }) => rule),
    groups,
  });
}

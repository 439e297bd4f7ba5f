import type { DataSchema } from '../../contract/dataSchema';
import type { Role } from './columnNames';
import type { SchemaGuess } from './guess';
import { SOUGHT } from './roles';

/** A schema to edit: clear columns are filled in, others list the choices. */
export function schemaTemplate({
  columns,
  categories,
  granularity,
  keep,
  groups,
  currency,
  choices,
}: SchemaGuess): Record<string, unknown> {
  const open = (role: Role): string | undefined =>
    columns[role] ?? (choices[role] ? `CHOOSE ${choices[role].join(' | ')}` : undefined);
  return {
    mode: 'demand',
    granularity: granularity ?? 'CHOOSE transaction | week',
    ...Object.fromEntries(
      SOUGHT.map(({ role }) => [role, open(role)]).filter(([, column]) => column !== undefined),
    ),
    numeric: [],
    ...furtherOf(categories),
    keep,
    ...(groups && { groups }),
    ...(currency && { currency }),
  };
}

/** The schema of a guess without open questions. */
export function guessedSchema({
  columns,
  categories,
  granularity,
  keep,
  groups,
  currency,
}: SchemaGuess): Record<string, unknown> & Pick<DataSchema, 'mode'> {
  return {
    mode: 'demand',
    granularity,
    ...columns,
    ...furtherOf(categories),
    keep,
    ...(groups && { groups }),
    ...(currency && { currency }),
  };
}

/** A product's category is also known for future weeks. */
function furtherOf(categories: readonly string[]) {
  return { categorical: categories, known_ahead: categories };
}

import { t } from '../../languages/speech';
import type { ROLES } from './salesSchema';

/** The name of a column's role in the page's language. */
export function roleName(role: (typeof ROLES)[number]['role']): string {
  return t(`columns.${role === 'target' ? 'units' : role}`);
}

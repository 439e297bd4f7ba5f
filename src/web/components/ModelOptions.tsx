import type { ModelState } from '../../contract/service';

/** Options for models, by title. */
export function ModelOptions({ models }: { models: readonly ModelState[] }) {
  return models.map(({ name, manifest }) => (
    <option key={name} value={name}>
      {manifest?.title || name}
    </option>
  ));
}

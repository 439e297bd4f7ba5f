import { z } from 'zod';
import { plainMessage } from './plainMessage';

/** What stands in the place of an element that its schema refuses. */
export class Refused {
  constructor(readonly error: z.core.$ZodError) {}
}

/** An array of at most `max` elements, each of which is refused alone: the others are as their schema has them. */
export function eachAlone<T extends z.ZodType>(
  element: T,
  max: number,
): z.ZodType<(z.output<T> | Refused)[]> {
  const array = new EachAlone({ type: 'array', element }) as unknown as z.ZodArray<T>;
  return array.max(max) as unknown as z.ZodType<(z.output<T> | Refused)[]>;
}

const EachAlone = z.core.$constructor<z.core.$ZodArray>('EachAlone', (schema, definition) => {
  z.ZodArray.init(schema as z.ZodArray, definition as never);
  schema._zod.parse = (payload) => {
    const { value } = payload;
    if (!Array.isArray(value)) {
      payload.issues.push({ code: 'invalid_type', expected: 'array', input: value, inst: schema });
      return payload;
    }
    // Too long an array is refused as a whole by the check that follows.
    const [{ _zod }] = definition.checks ?? [];
    if (value.length > (_zod.def as unknown as { maximum: number }).maximum) return payload;
    payload.value = value.map((each) => {
      const { success, data, error } = z.safeParse(definition.element, each, { error: plainMessage });
      return success ? data : new Refused(error);
    });
    return payload;
  };
});

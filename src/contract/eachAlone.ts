import { z } from 'zod';
import { plainMessage } from './plainMessage';

/** Takes the place of an element that its schema refuses. */
export class Refused {
  constructor(readonly error: z.core.$ZodError) {}
}

/** An array of at most `max` elements, each refused by itself: the others are as parsed by their schema. */
export function eachAlone<T extends z.ZodType>(
  element: T,
  max: number,
): z.ZodType<(z.output<T> | Refused)[]> {
  const array = new EachAlone({ type: 'array', element }) as unknown as z.ZodArray<T>;
  return array.max(max) as unknown as z.ZodType<(z.output<T> | Refused)[]>;
}

const EachAlone = z.core.$constructor<z.core.$ZodArray>('EachAlone', (schema, definition) => {
  z.ZodArray.init(schema as z.ZodArray, definition as never);
  const { element } = definition;
  schema._zod.parse = (payload, context) => {
    const { value } = payload;
    if (!Array.isArray(value)) {
      payload.issues.push({ code: 'invalid_type', expected: 'array', input: value, inst: schema });
      return payload;
    }
    // An array that is too long is refused as a whole by the following check.
    const [{ _zod }] = definition.checks ?? [];
    if (value.length > (_zod.def as unknown as { maximum: number }).maximum) return payload;
    payload.value = value.map((each: unknown) => {
      // In the array's own context: a new one for each costs as much as all the rest.
      const parsed = element._zod.run({ value: each, issues: [] }, context) as z.core.ParsePayload;
      if (parsed.issues.length === 0) return parsed.value;
      return new Refused(z.safeParse(element, each, { error: plainMessage }).error!);
    });
    return payload;
  };
});

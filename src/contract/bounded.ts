import { z } from 'zod';

/** Most issues that one answer lists: validation stops after them. */
export const MAX_ISSUES = 50;
/** Most characters of a name in a map. */
const MAX_NAME = 128;

/**
 * An array of at most `max` elements. Its length is checked before its elements, and these only until MAX_ISSUES are
 * found, so that an invalid body costs no more than a valid one.
 */
export function boundedArray<T extends z.ZodType>(
  element: T,
  { min = 0, max }: { min?: number; max: number },
): z.ZodArray<T> {
  const array = new BoundedArray({ type: 'array', element }) as unknown as z.ZodArray<T>;
  return min > 0 ? array.min(min).max(max) : array.max(max);
}

/** A map of at most `max` names, which are counted before their values are validated. */
export function boundedMap<T extends z.ZodType>(value: T, max: number): z.ZodRecord<z.ZodString, T> {
  const names = z.string().max(MAX_NAME);
  const map = new BoundedMap({ type: 'record', keyType: names, valueType: value, maxProperties: max });
  return (map as unknown as z.ZodRecord<z.ZodString, T>).meta({ maxProperties: max });
}

type Parse = z.core.$ZodTypeInternals['parse'];
type Issues = z.core.$ZodRawIssue[];

const BoundedArray = z.core.$constructor<z.core.$ZodArray>('BoundedArray', (schema, definition) => {
  z.ZodArray.init(schema as z.ZodArray, definition as never);
  const { parse } = schema._zod;
  schema._zod.parse = (payload, context) => {
    const { value } = payload;
    if (!Array.isArray(value) || value.length > most(definition)) return parse(payload, context);
    const elements = new Array<unknown>(value.length);
    for (let i = 0; i < value.length && payload.issues.length < MAX_ISSUES; i++)
      elements[i] = member(definition.element, value[i], i, payload.issues, context);
    payload.value = elements;
    return payload;
  };
});

interface MapDefinition extends z.core.$ZodRecordDef {
  maxProperties: number;
}

const BoundedMap = z.core.$constructor<z.core.$ZodRecord, MapDefinition>(
  'BoundedMap',
  (schema, definition) => {
    z.ZodRecord.init(schema as z.ZodRecord, definition as never);
    const { parse } = schema._zod;
    schema._zod.parse = (payload, context) => {
      const { value } = payload;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return parse(payload, context);
      const { maxProperties } = definition;
      const entries = Object.entries(value);
      if (entries.length > maxProperties) {
        const message = `has ${entries.length} names; at most ${maxProperties} are taken`;
        payload.issues.push({ code: 'custom', input: value, inst: schema, message, continue: false });
        return payload;
      }
      const read: [string, unknown][] = [];
      for (const [name, each] of entries) {
        if (payload.issues.length >= MAX_ISSUES) break;
        if (name === '__proto__') continue;
        member(definition.keyType, name, name, payload.issues, context);
        read.push([name, member(definition.valueType, each, name, payload.issues, context)]);
      }
      payload.value = Object.fromEntries(read);
      return payload;
    };
  },
);

/** The member as parsed by its schema; its issues are added to `issues` under its name. */
function member(
  schema: z.core.$ZodType,
  value: unknown,
  name: string | number,
  issues: Issues,
  context: Parameters<Parse>[1],
): unknown {
  const result = schema._zod.run({ value, issues: [] }, context);
  if (result instanceof Promise) throw new Error('a schema of requests is asynchronous; this is a bug');
  for (const issue of result.issues) issues.push({ ...issue, path: [name, ...(issue.path ?? [])] });
  return result.value;
}

/** The array's own maximum number of elements. */
function most({ checks = [] }: z.core.$ZodArrayDef): number {
  const limits = checks.map(
    (check) => (check._zod.def as { maximum?: number }).maximum ?? Number.POSITIVE_INFINITY,
  );
  return Math.min(...limits);
}

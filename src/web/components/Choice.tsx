import { Field } from './Field';

interface ChoiceProps<T extends string> {
  label: string;
  hint?: string;
  wrong?: string;
  value: T;
  /** The label of each value, in order. */
  options: Record<T, string>;
  onChange: (value: T) => void;
}

/** One of a few values. */
export function Choice<T extends string>({ label, hint, wrong, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Field
      label={label}
      hint={hint}
      wrong={wrong}
      control={(props) => (
        <select {...props} value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
          {Object.entries<string>(options).map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    />
  );
}

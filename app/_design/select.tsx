import { controlLook } from "./field";

interface SelectProps<Value extends string | number> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

/** One of a few choices, beside its label: the platform's own list. */
export function Select<Value extends string | number>({
  label,
  value,
  choices,
  onChoose,
}: SelectProps<Value>) {
  return (
    <label className="flex max-w-full flex-wrap items-center justify-between gap-2">
      <span className="font-medium">{label}</span>
      <select
        value={value}
        onChange={({ target }) => {
          const chosen = choices[target.selectedIndex];
          if (chosen) onChoose(chosen.value);
        }}
        className={`${controlLook} max-w-full min-w-0`}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}

import { controlLook } from "../_design/field";

interface RunSearchProps {
  readonly text: string;
  readonly placeholder: string;
  readonly className: string;
  readonly onChange: (text: string) => void;
}

/** Where words are written that runs are searched for. */
export function RunSearch({ text, placeholder, className, onChange }: RunSearchProps) {
  return (
    <input
      type="search"
      aria-label="Search"
      placeholder={placeholder}
      value={text}
      onChange={({ target }) => onChange(target.value)}
      className={`${controlLook} ${className}`}
    />
  );
}

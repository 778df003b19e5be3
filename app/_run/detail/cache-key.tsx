import { partText, type KeyPart } from "@/lib/workspace";

/** A cache key in its parts: those that the last run before had otherwise are marked. */
export function CacheKey({ parts }: { readonly parts: readonly KeyPart[] }) {
  return (
    <ul>
      {parts.map(({ name, text, isChanged }) => (
        <li key={name} className="flex min-w-0 gap-x-2">
          <span className="shrink-0 font-mono">{partText(name)}</span>
          <span className="min-w-0 truncate font-mono text-faint" title={text}>
            {text}
          </span>
          {isChanged && <span className="shrink-0 font-medium text-warn">changed</span>}
        </li>
      ))}
    </ul>
  );
}

import { Pencil, Trash2, X } from "lucide-react";
import type { NotebookId, SecretView } from "@/lib/workspace";
import { IconButton } from "../_design/icon-button";

interface SecretListProps {
  readonly secrets: readonly SecretView[];
  readonly onReplace: (name: string) => void;
  readonly onRemove: (name: string) => void;
  readonly onRevoke: (name: string, notebook: NotebookId) => void;
}

/** The names of the secrets, and the notebooks that may use each. */
export function SecretList({ secrets, onReplace, onRemove, onRevoke }: SecretListProps) {
  if (secrets.length === 0) return <p className="mt-4 text-sm text-muted">None yet.</p>;
  return (
    <ul aria-label="Your secrets" className="mt-4 divide-y divide-line rounded-lg border border-line">
      {secrets.map(({ name, notebooks }) => (
        <li key={name} className="py-1.5 pr-1.5 pl-3">
          <div className="flex items-center gap-1">
            <span className="min-w-0 flex-1 truncate font-mono text-sm" title={name}>
              {name}
            </span>
            <IconButton icon={Pencil} label={`Replace ${name}`} onClick={() => onReplace(name)} />
            <IconButton icon={Trash2} label={`Delete ${name}`} onClick={() => onRemove(name)} />
          </div>
          {notebooks.length === 0 ? (
            <p className="text-xs text-faint">No notebook may use it: the first run that needs it asks.</p>
          ) : (
            <ul
              aria-label={`Notebooks that may use ${name}`}
              className="flex flex-wrap items-center gap-1 pb-1 text-xs text-muted"
            >
              <li aria-hidden>Allowed for</li>
              {notebooks.map(({ id, title }) => (
                <li key={id} className="flex max-w-full items-center rounded-md bg-sunken pl-2">
                  <span className="truncate">{title || "Untitled"}</span>
                  <IconButton
                    icon={X}
                    label={`Take ${name} back from ${title || "Untitled"}`}
                    onClick={() => onRevoke(name, id)}
                  />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

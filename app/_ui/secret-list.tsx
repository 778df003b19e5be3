import { Pencil, Trash2, X } from "lucide-react";
import type { NotebookId, SecretView } from "@/lib/workspace";
import { EmptyState } from "../_design/empty-state";
import { IconButton } from "../_design/icon-button";
import { List, ListRow } from "../_design/list";

interface SecretListProps {
  readonly secrets: readonly SecretView[];
  readonly onReplace: (name: string) => void;
  readonly onRemove: (name: string) => void;
  readonly onRevoke: (name: string, notebook: NotebookId) => void;
}

/** The names of the secrets, and the notebooks that may use each. */
export function SecretList({ secrets, onReplace, onRemove, onRevoke }: SecretListProps) {
  if (secrets.length === 0) return <EmptyState>None yet.</EmptyState>;
  return (
    <List label="Your secrets">
      {secrets.map(({ name, notebooks }) => (
        <ListRow
          key={name}
          actions={
            <>
              <IconButton icon={Pencil} label={`Replace ${name}`} onClick={() => onReplace(name)} />
              <IconButton icon={Trash2} label={`Delete ${name}`} onClick={() => onRemove(name)} />
            </>
          }
          below={<MayUse name={name} notebooks={notebooks} onRevoke={onRevoke} />}
        >
          <span className="max-w-full truncate font-mono text-sm" title={name}>
            {name}
          </span>
        </ListRow>
      ))}
    </List>
  );
}

type MayUseProps = SecretView & Pick<SecretListProps, "onRevoke">;

/** The notebooks that may use a secret. */
function MayUse({ name, notebooks, onRevoke }: MayUseProps) {
  if (notebooks.length === 0)
    return <p className="text-xs text-faint">No notebook may use it: the first run that needs it asks.</p>;
  return (
    <ul
      aria-label={`Notebooks that may use ${name}`}
      className="flex flex-wrap items-center gap-1 text-xs text-muted"
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
  );
}

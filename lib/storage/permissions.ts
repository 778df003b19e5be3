import type { NotebookId } from "../base";
import type { Database } from "./database";
import type { PermissionRecord } from "./records";

/** What the person lets each notebook's code have. A notebook that nobody said anything of has nothing. */
export interface Permissions {
  read(id: NotebookId): Promise<PermissionRecord>;
  /** Those of all notebooks that have any. */
  list(): Promise<PermissionRecord[]>;
  /** Lets a notebook have a secret, or no longer. */
  allowSecret(id: NotebookId, name: string, isAllowed: boolean): Promise<void>;
  /** Takes everything back from a notebook. Whether it had anything. */
  remove(id: NotebookId): Promise<boolean>;
}

export function permissionStore(database: Database): Permissions {
  return {
    read: async (id) => (await database.get("permissions", id)) ?? nothing(id),
    list: () => database.list("permissions"),
    allowSecret: (id, name, isAllowed) =>
      database.change("permissions", id, (stored = nothing(id), edit) => {
        const others = stored.secrets.filter((one) => one !== name);
        edit.put("permissions", { ...stored, secrets: isAllowed ? [...others, name].sort() : others });
      }),
    remove: (id) =>
      database.change("permissions", id, (stored, edit) => {
        edit.remove("permissions", id);
        return stored !== undefined;
      }),
  };
}

function nothing(notebookId: NotebookId): PermissionRecord {
  return { version: 1, notebookId, secrets: [] };
}

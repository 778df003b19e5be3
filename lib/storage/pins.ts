import type { FlowRunId } from "../base";
import type { Database } from "./database";
import type { PinRecord } from "./records";

/** Runs whose results, tables and files stay, however old they are and however full the disk. */
export interface Pins {
  read(id: FlowRunId): Promise<PinRecord | undefined>;
  write(pin: Omit<PinRecord, "version">): Promise<void>;
  remove(id: FlowRunId): Promise<void>;
  list(): Promise<PinRecord[]>;
}

export function pinStore(database: Database): Pins {
  return {
    read: (id) => database.get("pins", id),
    write: (pin) =>
      database.change("pins", pin.runId, (_stored, edit) => edit.put("pins", { ...pin, version: 1 })),
    remove: (id) => database.change("pins", id, (_stored, edit) => edit.remove("pins", id)),
    list: () => database.list("pins"),
  };
}

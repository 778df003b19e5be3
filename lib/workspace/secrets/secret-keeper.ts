import { RunnelError, type NotebookId } from "../../base";
import type { Stores } from "../../storage";

/** A secret in a list: its name, and the notebooks whose code may have it. Nobody is shown its text. */
export interface SecretView {
  readonly name: string;
  readonly notebooks: readonly { readonly id: NotebookId; readonly title: string }[];
}

/** The person's secrets, as they keep them. */
export class SecretKeeper {
  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  async list(): Promise<readonly SecretView[]> {
    const { secrets, permissions, notebooks } = this.#stores;
    const [names, granted, known] = await Promise.all([
      secrets.names(),
      permissions.list(),
      notebooks.list(),
    ]);
    const titles = new Map(known.map(({ id, title }) => [id, title]));
    return names.map((name) => ({
      name,
      notebooks: granted
        .filter(({ secrets: allowed }) => allowed.includes(name))
        .map(({ notebookId: id }) => ({ id, title: titles.get(id) ?? "" })),
    }));
  }

  /** Adds a secret. Throws where there is one of that name: its text cannot be had back. */
  async add(name: string, text: string): Promise<void> {
    if ((await this.#stores.secrets.names()).includes(name))
      throw new RunnelError("secret/exists", `There is a secret “${name}” already: choose another name.`);
    await this.replace(name, text);
  }

  /** Gives a secret another text; the notebooks that may have it still may. */
  async replace(name: string, text: string): Promise<void> {
    await this.#stores.secrets.write(name, text);
  }

  /** Removes a secret; one of that name that comes later is granted to nobody. */
  async remove(name: string): Promise<void> {
    const { secrets, permissions } = this.#stores;
    for (const { notebookId, secrets: allowed } of await permissions.list())
      if (allowed.includes(name)) await permissions.allowSecret(notebookId, name, false);
    await secrets.remove(name);
  }

  /** Takes a secret back from a notebook: its next run asks. */
  async revoke(name: string, notebook: NotebookId): Promise<void> {
    await this.#stores.permissions.allowSecret(notebook, name, false);
  }
}

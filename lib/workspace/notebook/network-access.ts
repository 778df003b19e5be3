import type { NotebookId } from "../../base";
import { connectableOrigin, type Connections } from "../../runtime";
import type { NotebookRecord, Stores } from "../../storage";
import { Source, type Store } from "../shown/store";
import type { NetworkView } from "../shown/view";

/** Hosts that a notebook may ask for at a time: a person reads no more. */
const mostAsked = 3;

/** What is stored: it belongs to this browser's copy of the notebook, and never travels with the text. */
interface Grant {
  /** Whether the notebook may connect to any host. */
  readonly isOpen: boolean;
  /** Origins that a person has allowed one by one. */
  readonly origins: readonly string[];
}

/**
 * Where a notebook may connect. A person's own goes anywhere, until they say otherwise; one that came from elsewhere nowhere,
 * until they allow it, host by host.
 */
export class NetworkAccess {
  readonly #key: string;
  readonly #mayOpen: boolean;
  readonly #stores: Stores;
  readonly #view: Source<NetworkView>;
  #grant: Grant;
  #asked: readonly string[] = [];
  readonly #declined = new Set<string>();

  private constructor(record: NotebookRecord, stores: Stores, stored: unknown) {
    this.#key = networkKey(record.id);
    this.#mayOpen = record.origin !== "import";
    this.#stores = stores;
    this.#grant = parseGrant(stored) ?? { isOpen: this.#mayOpen, origins: [] };
    this.#view = new Source(this.#look());
  }

  /** Reads what a person has allowed a notebook. */
  static async of(record: NotebookRecord, stores: Stores): Promise<NetworkAccess> {
    const stored = await stores.settings.read(networkKey(record.id));
    return new NetworkAccess(record, stores, stored);
  }

  /** What the notebook's next sandbox may reach. */
  get connections(): Connections {
    return this.#isOpen ? "any" : this.#grant.origins;
  }

  get view(): Store<NetworkView> {
    return this.#view;
  }

  /** Whether a run may connect to an origin, is refused it and its person asked, or is refused it without a word. */
  accessTo(origin: string): "allowed" | "asked" | "denied" {
    if (this.#isOpen || this.#grant.origins.includes(origin)) return "allowed";
    return this.#declined.has(origin) ? "denied" : "asked";
  }

  /** Notes that a run was refused an origin: the person is asked once, until the notebook is opened again. */
  ask(origin: string): void {
    const isKnown = this.#declined.has(origin) || this.#asked.includes(origin);
    if (isKnown || this.#asked.length >= mostAsked || !isConnectable(origin)) return;
    this.#asked = [...this.#asked, origin];
    this.#view.set(this.#look());
  }

  decline(origin: string): void {
    this.#declined.add(origin);
    this.#forget(origin);
  }

  async allow(origin: string): Promise<void> {
    this.#forget(origin);
    if (!isConnectable(origin) || this.#grant.origins.includes(origin)) return;
    await this.#store({ ...this.#grant, origins: [...this.#grant.origins, origin] });
  }

  async revoke(origin: string): Promise<void> {
    await this.#store({ ...this.#grant, origins: this.#grant.origins.filter((one) => one !== origin) });
  }

  /** Lets the notebook connect to any host, or to the allowed ones alone. */
  async setOpen(isOpen: boolean): Promise<void> {
    await this.#store({ ...this.#grant, isOpen });
  }

  get #isOpen(): boolean {
    return this.#mayOpen && this.#grant.isOpen;
  }

  #look(): NetworkView {
    const { origins } = this.#grant;
    return { isOpen: this.#isOpen, mayOpen: this.#mayOpen, origins, asked: this.#asked };
  }

  #forget(origin: string): void {
    this.#asked = this.#asked.filter((one) => one !== origin);
    this.#view.set(this.#look());
  }

  async #store(grant: Grant): Promise<void> {
    await this.#stores.settings.write(this.#key, { version: 1, ...grant });
    this.#grant = grant;
    this.#view.set(this.#look());
  }
}

/** The setting in which a notebook's grant is kept. */
export function networkKey(id: NotebookId): string {
  return `network:${id}`;
}

function isConnectable(origin: string): boolean {
  return connectableOrigin(origin) === origin;
}

function parseGrant(stored: unknown): Grant | undefined {
  if (typeof stored !== "object" || stored === null) return undefined;
  const { version, isOpen, origins } = stored as Partial<Record<"version" | keyof Grant, unknown>>;
  if (version !== 1 || typeof isOpen !== "boolean" || !Array.isArray(origins)) return undefined;
  const known = origins.filter((one): one is string => typeof one === "string" && isConnectable(one));
  return { isOpen, origins: known };
}

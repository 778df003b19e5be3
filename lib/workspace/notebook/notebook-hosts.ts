import type { NetworkAccess } from "./network-access";

type Attempt = <T>(work: () => Promise<T>) => Promise<T | undefined>;

/** Where a notebook's runs may connect, as its person says. What cannot be kept, a notice says. */
export class NotebookHosts {
  readonly #network: NetworkAccess;
  readonly #attempt: Attempt;

  constructor(network: NetworkAccess, attempt: Attempt) {
    this.#network = network;
    this.#attempt = attempt;
  }

  /** Lets the notebook's next runs connect to an origin. */
  async allow(origin: string): Promise<void> {
    await this.#attempt(() => this.#network.allow(origin));
  }

  /** Says no for now to an origin that a run was refused. */
  decline(origin: string): void {
    this.#network.decline(origin);
  }

  /** Takes back what `allow` gave: the next run is refused it again. */
  async revoke(origin: string): Promise<void> {
    await this.#attempt(() => this.#network.revoke(origin));
  }

  /** Lets the notebook's next runs connect to any host, or to the allowed ones alone. */
  async open(isOpen: boolean): Promise<void> {
    await this.#attempt(() => this.#network.setOpen(isOpen));
  }
}

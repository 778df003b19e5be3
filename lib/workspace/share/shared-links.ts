import type { Stores } from "../../storage";

/** A link that was shared. */
export interface SharedLink {
  /** The notebook's title then. */
  readonly title: string;
  /** When, in milliseconds since the epoch. */
  readonly at: number;
  /** Characters of the link. */
  readonly characters: number;
  /** The whole address. */
  readonly link: string;
}

const key = "shared-links";

/** Links that are kept, and the characters that they may have together: the older ones go. */
const most = 20;
const mostCharacters = 2_000_000;

/** The links that were shared last, in this browser. */
export class SharedLinks {
  readonly #settings: Stores["settings"];

  constructor({ settings }: Pick<Stores, "settings">) {
    this.#settings = settings;
  }

  /** The newest first. */
  async list(): Promise<readonly SharedLink[]> {
    const stored = await this.#settings.read(key);
    return Array.isArray(stored) ? stored.filter(isSharedLink) : [];
  }

  /** Notes that a link was shared now; the same one only once. */
  async add(title: string, link: string, at: number): Promise<void> {
    const others = (await this.list()).filter((one) => one.link !== link);
    let characters = 0;
    const kept = [{ title, at, characters: link.length, link }, ...others]
      .slice(0, most)
      .filter((one) => (characters += one.characters) <= mostCharacters);
    await this.#settings.write(key, kept);
  }

  /** Forgets a link. Whoever has it can still open it. */
  async remove(link: string): Promise<void> {
    const left = (await this.list()).filter((one) => one.link !== link);
    await this.#settings.write(key, left);
  }
}

/** Settings come out of backups too, which somebody else may have written. */
function isSharedLink(value: unknown): value is SharedLink {
  if (typeof value !== "object" || value === null) return false;
  const { title, at, characters, link } = value as Readonly<Record<string, unknown>>;
  return (
    typeof title === "string" &&
    typeof at === "number" &&
    typeof characters === "number" &&
    typeof link === "string" &&
    /^https?:\/\//.test(link)
  );
}

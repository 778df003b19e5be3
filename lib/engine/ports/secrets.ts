/** Where an engine's secrets are kept, by whoever owns them: the engine reads them by name and writes them nowhere. */
export interface Secrets {
  /** The secret's text; undefined where there is none of that name. */
  read(name: string): Promise<string | undefined>;
}

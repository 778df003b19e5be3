import { AbortError, deferred, type Deferred, type NotebookId } from "../../base";
import { ValueError, type Secrets } from "../../engine";
import { isSecretName, type Stores } from "../../storage";
import { Mask } from "./mask";

/** Names that a person is asked for at a time: of more, nobody could answer for each. */
const mostAsked = 20;

export interface RunSecretsPorts {
  readonly stores: Pick<Stores, "secrets" | "permissions">;
  readonly notebookId: NotebookId;
  /** Told when a name is asked for, or answered. */
  readonly onChange: () => void;
  /** Told of a secret before it is handed out. */
  readonly conceal: (name: string, secret: string) => Promise<void>;
}

/** The secrets that one run may have: by name, and where the person lets its notebook. What it was given, `mask` hides. */
export class RunSecrets implements Secrets {
  readonly mask = new Mask();
  readonly #ports: RunSecretsPorts;
  readonly #questions = new Map<string, Deferred<boolean>>();
  readonly #denied = new Set<string>();
  readonly #over = new AbortController();

  constructor(ports: RunSecretsPorts) {
    this.#ports = ports;
  }

  /** The names that wait for the person's answer. */
  get asked(): readonly string[] {
    return [...this.#questions.keys()];
  }

  /** Answers for a name that is asked for: for the notebook, where it is allowed; for this run, where it is not. */
  async answer(name: string, isAllowed: boolean): Promise<void> {
    const { stores, notebookId, onChange } = this.#ports;
    const question = this.#questions.get(name);
    if (!question) return;
    if (!isAllowed) this.#denied.add(name);
    // Whoever adds it later is asked then.
    else if ((await stores.secrets.names()).includes(name))
      await stores.permissions.allowSecret(notebookId, name, true);
    question.resolve(isAllowed);
    this.#questions.delete(name);
    onChange();
  }

  /** The secret of that name, once the person lets the notebook have it. Throws `ValueError` where it cannot be had. */
  readonly read = async (name: unknown): Promise<string> => {
    const { secrets } = this.#ports.stores;
    if (!isSecretName(name))
      throw new ValueError(
        'A secret\'s name has lower-case letters, digits and dashes: `Secret.load("api-token")`.',
      );
    // Before the person has answered, nobody is told which names there are.
    if (!(await this.#isAllowed(name)))
      throw missing(name, "It was denied to this run: run again and allow it, or go without.");
    const text = await secrets.read(name);
    if (text === undefined)
      throw missing(name, "Add it under Secrets, at the top of the page, and run again.");
    this.mask.add(name, text);
    await this.#ports.conceal(name, text);
    return text;
  };

  /** Ends the run's questions. */
  close(): void {
    this.#over.abort();
    for (const question of this.#questions.values()) question.reject(new AbortError("The run is over."));
    this.#questions.clear();
  }

  async #isAllowed(name: string): Promise<boolean> {
    const { stores, notebookId } = this.#ports;
    const { secrets } = await stores.permissions.read(notebookId);
    if (secrets.includes(name)) return true;
    return !this.#denied.has(name) && (await this.#ask(name));
  }

  async #ask(name: string): Promise<boolean> {
    if (this.#over.signal.aborted) throw new AbortError("The run is over.");
    if (this.#questions.size >= mostAsked && !this.#questions.has(name))
      throw missing(name, `The person is asked for ${mostAsked} others already: load fewer at a time.`);
    const question = this.#questions.get(name) ?? deferred<boolean>();
    this.#questions.set(name, question);
    this.#ports.onChange();
    return await question.promise;
  }
}

/** It says the same of one that was denied and of one that there is not. */
function missing(name: string, advice: string): ValueError {
  return new ValueError(`No secret named ${name} could be read. ${advice}`);
}

import { SerializationError, ValueError, registerCodec } from "../engine";
import { currentContext } from "./ambient";

const shown = "****";

/**
 * A text that is not to be seen: wherever it is printed, stored or sent, it shows as `****`; only `get` gives it. It has a
 * function as a property, so that the platform refuses to clone it and no cache key can be made of it.
 */
export class Secret {
  /** The text itself. */
  readonly get: () => string;

  constructor(text: string) {
    this.get = () => text;
    Object.freeze(this);
  }

  /** The secret of that name. Throws `ValueError` where the engine has none. */
  static async load(name: string): Promise<Secret> {
    const secrets = currentContext()?.core.secrets;
    const text = await secrets?.read(name);
    if (text !== undefined) return new Secret(text);
    const advice = secrets
      ? "Add a secret of that name where this engine's secrets are kept."
      : "This engine was given no secrets: pass some, as in `createEngine({ secrets: { read: async (name) => … } })`.";
    throw new ValueError(`No secret named ${name} could be read. ${advice}`);
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  /** How Node's console and inspector print it. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return shown;
  }
}

registerCodec<Secret, never>({
  tag: "secret",
  is: (value): value is Secret => value instanceof Secret,
  encode() {
    throw new SerializationError(
      "A secret is neither stored nor sent: load it by its name in the task that uses it.",
    );
  },
  decode: (data) => data,
});

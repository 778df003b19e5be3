import {
  readVariable,
  removeVariable,
  writeVariable,
  type JsonValue,
  type OptionNames,
  type StoredVariable,
} from "../engine";
import { checked } from "./known-options";
import { surroundings } from "./task";

export interface VariableOptions {
  readonly tags?: readonly string[];
  /** Whether a variable that is set takes the new value; default: that is an error. */
  readonly overwrite?: boolean;
}

const setting = { name: "Variable.set" };
const optionNames: OptionNames<VariableOptions> = { tags: true, overwrite: true };

/** Named values that runs share, and that outlive them: anything that JSON can say, up to 5,000 characters (rule 11.4). */
export const Variable = {
  /** A variable's value; the default, or null, where it is not set. */
  async get<T = JsonValue>(name: string, defaultValue: T | null = null): Promise<T | null> {
    const variable = await readVariable(surroundings().core.storage, name);
    return variable ? (variable.value as T) : defaultValue;
  },

  /** Sets a variable, and gives it as it was kept. Throws `ValueError` where it is set already, unless it is to be overwritten. */
  async set(name: string, value: JsonValue, options: VariableOptions = {}): Promise<StoredVariable> {
    const { tags = [], overwrite = false } = checked(setting, options, optionNames);
    return await writeVariable(surroundings().core.storage, { name, value, tags }, { overwrite });
  },

  /** Removes a variable; says whether there was one. */
  async unset(name: string): Promise<boolean> {
    return await removeVariable(surroundings().core.storage, name);
  },
};

import {
  ResultStore,
  Transaction,
  ValueError,
  assertIsolationLevel,
  commitModes,
  storageNamed,
  type CommitMode,
  type IsolationLevel,
  type LockManager,
  type OptionNames,
  type RunContext,
  type ResultStorage,
  type Storage,
} from "../engine";
import { currentContext, withContext } from "./ambient";
import { checked } from "./known-options";
import { surroundings } from "./task";

export interface TransactionOptions {
  /** Where the staged value is kept, and what is found committed next time; default: nowhere. */
  readonly key?: string;
  /** Default: the engine's. */
  readonly storage?: Storage | ResultStorage;
  readonly commitMode?: CommitMode;
  readonly isolationLevel?: IsolationLevel;
  readonly lockManager?: LockManager;
  /** Whether a record under the key is ignored and replaced. */
  readonly overwrite?: boolean;
  readonly writeOnCommit?: boolean;
}

const optionNames: OptionNames<TransactionOptions> = {
  ...{ key: true, storage: true, commitMode: true, isolationLevel: true, lockManager: true },
  ...{ overwrite: true, writeOnCommit: true },
};

type Body<T> = (transaction: Transaction) => T | Promise<T>;

/** Runs a function in a transaction: all in it commits together, or is rolled back where the function throws (section 8). */
export async function transaction<T>(body: Body<T>): Promise<T>;
export async function transaction<T>(options: TransactionOptions, body: Body<T>): Promise<T>;
export async function transaction<T>(first: TransactionOptions | Body<T>, second?: Body<T>): Promise<T> {
  const [options, body] = typeof first === "function" ? [{}, first] : [first, second];
  checked(transaction, options, optionNames);
  if (!body) throw new TypeError("transaction(options, fn) needs a function to run in it.");
  if (options.commitMode !== undefined && !commitModes.includes(options.commitMode))
    throw new ValueError(`Unknown 'commitMode'; expected one of ${commitModes.join(", ")}.`);
  assertIsolationLevel(options.isolationLevel);
  const context = surroundings();
  const own = open(context, options);
  await own.begin(context.scope.signal);
  try {
    const value = await withContext(context.with({ transaction: own }), () => body(own));
    await own.close();
    return value;
  } catch (error) {
    await own.abort();
    throw error;
  }
}

/** The transaction around the caller; null where there is none. */
export function getTransaction(): Transaction | null {
  return currentContext()?.transaction ?? null;
}

function open(context: RunContext, { key, storage, ...options }: TransactionOptions): Transaction {
  const { core, results } = context;
  const store =
    key === undefined
      ? null
      : new ResultStore({
          storage: storage ? storageNamed(storage, core) : results.storage,
          serializer: results.serializer,
          clock: core.clock,
        });
  return new Transaction(context, { ...options, key: key ?? null, store });
}

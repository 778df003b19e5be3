import type {
  AllowFailure,
  CallOptions,
  Future,
  FutureList,
  Opaque,
  Quote,
  ServeOptions,
  Serving,
  State,
  TaskHandle,
  TaskOptions,
  Unmapped,
} from "../engine";
import type { IsGenerator, ValueOf, Yielded } from "./authored";

/** A value, or a handle on a run that gives it, at any depth of arrays and plain objects. */
export type Submittable<T> =
  | T
  | Future<T>
  | State<T>
  | AllowFailure<Submittable<T>>
  | Quote<T>
  | Opaque<T | Future<T> | State<T>>
  | Unmapped<T>
  | WithSubmittableMembers<T>;

/** The same collection or object with handles inside. */
type WithSubmittableMembers<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? ReadonlyMap<Submittable<K>, Submittable<V>>
    : T extends ReadonlySet<infer V>
      ? ReadonlySet<Submittable<V>>
      : T extends Date | ((...args: never) => unknown)
        ? never
        : T extends object
          ? { [K in keyof T]: Submittable<T[K]> }
          : never;

/** Arguments of `submit`. */
export type SubmittableArgs<A extends readonly unknown[]> = { [K in keyof A]: Submittable<A[K]> };

/** Many values to map over; text counts as one. */
export type Many<T> = object &
  (
    | Iterable<Submittable<T>>
    | Future<Iterable<T>>
    | State<Iterable<T>>
    | AllowFailure<Iterable<Submittable<T>> | Future<Iterable<T>>>
    | Quote<Iterable<T>>
  );

/** What `map` takes for one parameter: many values, a future of many, or one value for every child. */
export type Mapped<T> = Many<T> | Unmapped<Submittable<T>> | Submittable<T>;

/** Arguments of `map`: where there is only one, it is what is mapped over. A parameter that takes anything says nothing of that. */
export type MappedArgs<A extends readonly unknown[]> = A extends readonly [_?: unknown]
  ? { [K in keyof A]: unknown extends A[K] ? unknown : Many<A[K]> }
  : { [K in keyof A]: Mapped<A[K]> };

/** What every task has, whatever its calls give: `R` is the value of a run. */
interface Background<A extends unknown[], R> {
  /** Puts a run into the queue of its task, Scheduled until something serves that, and gives a handle on it at once (rule 3.4). */
  delay(...args: SubmittableArgs<A>): Future<R>;
  /** Runs what was delayed, so many at a time, until it is stopped (rule 3.5). */
  serve(options?: ServeOptions): Serving;
}

/** Options of `withOptions`: those of the definition, and of calls. */
export type Changes<Options, S extends boolean> = Options &
  Omit<CallOptions, "returnState"> & { readonly returnState?: S };

/** A function that the engine runs: with states, retries, caching, and a record of it all. */
export interface Task<A extends unknown[] = never[], R = unknown> extends TaskHandle, Background<A, R> {
  /** Runs it now: inside a flow, inside a task, or on its own. Rejects with the run's exception. */
  (...args: A): Promise<R>;
  /** Hands it to the flow's task runner, and gives a handle on the run at once. */
  submit(...args: SubmittableArgs<A>): Future<R>;
  /** Submits it once for each element of its iterable arguments. */
  map(...args: MappedArgs<A>): FutureList<R>;
  /** The same task with other options; those left out are kept. */
  withOptions<S extends boolean = false>(
    options: Changes<TaskOptions, S>,
  ): S extends true ? StateTask<A, R> : Task<A, R>;
}

/** A task whose calls give final states, and so never throw for its failure. */
export interface StateTask<A extends unknown[] = never[], R = unknown> extends TaskHandle, Background<A, R> {
  (...args: A): Promise<State<R>>;
  submit(...args: SubmittableArgs<A>): Promise<State<R>>;
  map(...args: MappedArgs<A>): Promise<State<R>[]>;
  withOptions<S extends boolean = true>(
    options: Changes<TaskOptions, S>,
  ): S extends true ? StateTask<A, R> : Task<A, R>;
}

/** A task that gives its values one by one. */
export interface GeneratorTask<A extends unknown[] = never[], T = unknown>
  extends TaskHandle, Background<A, T[]> {
  (...args: A): AsyncIterable<T>;
  /** The run's value is the list of all of them. */
  submit(...args: SubmittableArgs<A>): Future<T[]>;
  map(...args: MappedArgs<A>): FutureList<T[]>;
  withOptions(options: TaskOptions & CallOptions): GeneratorTask<A, T>;
}

/** What `task` makes of a function. */
export type TaskOf<F> = F extends (...args: infer A) => infer R
  ? IsGenerator<R> extends true
    ? GeneratorTask<A, Yielded<R>>
    : Task<A, ValueOf<R>>
  : Task;

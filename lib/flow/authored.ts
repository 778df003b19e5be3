import type { Future, FutureList, State } from "../engine";

/**
 * A function that an author makes a task or a flow of. Its type has no parameters, so that it lends none to the function: of
 * `(x: number, y = 3) => …`, `y` is a number.
 */
export type Authored = CallableFunction;

type Items = Generator | AsyncGenerator;

/** Whether what a function returns is a generator; what may be anything, or nothing at all, is none. */
export type IsGenerator<R> = unknown extends R
  ? false
  : [R] extends [never]
    ? false
    : R extends Items
      ? true
      : false;

/** What a generator gives, one by one. */
export type Yielded<R> = R extends Generator<infer T> | AsyncGenerator<infer T> ? T : never;

/** The value of a run: what its function returns, once it is there; of a generator, the list of what it gives. */
export type ValueOf<R> =
  Awaited<R> extends infer V ? (IsGenerator<V> extends true ? Yielded<V>[] : V) : never;

/** What a call of a flow gives for what its function returned: a future, or one in a list, became the state that it ended in (rule 5.10). */
export type Returned<V> = V extends FutureList | Future
  ? Ended<V>
  : V extends readonly unknown[]
    ? { [K in keyof V]: Ended<V[K]> }
    : V;

type Ended<V> = V extends FutureList<infer T> ? State<T>[] : V extends Future<infer T> ? State<T> : V;

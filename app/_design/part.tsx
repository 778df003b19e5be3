"use client";

import { useSyncExternalStore, type ComponentType, type ReactNode } from "react";

interface Meanwhile {
  /** What stands in its place until it is there. Default: nothing. */
  readonly meanwhile?: ReactNode;
}

/**
 * A part of the page that is loaded when it is first drawn, and is there at once from then on. Where it cannot be loaded, that is said in
 * its place, and the rest of the page stays.
 *
 * It does not suspend, as `lazy` does: React shows what was suspended no sooner than 300 ms after the last that was.
 */
export function part<Props extends object>(load: () => Promise<{ readonly default: ComponentType<Props> }>) {
  let loaded: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  const start = async () => {
    loaded = await load().then(
      (module) => module.default,
      () => Unloaded,
    );
  };
  const subscribe = (listener: () => void) => {
    let isHere = true;
    if (!loaded)
      void (loading ??= start()).then(() => {
        if (isHere) listener();
      });
    return () => {
      isHere = false;
    };
  };
  return function Part(props: Props & Meanwhile) {
    const Loaded = useSyncExternalStore(
      subscribe,
      () => loaded,
      () => undefined,
    );
    return Loaded ? <Loaded {...props} /> : props.meanwhile;
  };
}

function Unloaded() {
  return (
    <p
      role="alert"
      className="fixed inset-x-3 bottom-3 z-toast mx-auto max-w-md rounded-lg border border-line-strong bg-surface px-3 py-2 text-sm shadow-raised"
    >
      A part of the app could not be loaded. Check your connection, and{" "}
      <button type="button" className="underline" onClick={() => location.reload()}>
        reload the page
      </button>
      .
    </p>
  );
}

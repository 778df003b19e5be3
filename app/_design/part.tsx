import { createElement, lazy, useState, type ComponentType } from "react";

/**
 * A part of the page that is loaded when it is first drawn, or by `preload` before that: then it is drawn at once. Where it cannot be
 * loaded, that is said in its place, and the rest of the page stays.
 */
export function part<Props extends object>(load: () => Promise<{ readonly default: ComponentType<Props> }>) {
  let loaded: ComponentType<Props> | undefined;
  const attempt = async (): Promise<{ readonly default: ComponentType<Props> }> => {
    try {
      const found = await load();
      loaded = found.default;
      return found;
    } catch {
      return { default: Unloaded };
    }
  };
  const Later: ComponentType<Props> = lazy(attempt);
  function Part(props: Props) {
    // What was drawn stays what it is.
    const [drawn] = useState(() => loaded ?? Later);
    return createElement(drawn, props);
  }
  const preload = async () => {
    await attempt();
  };
  return Object.assign(Part, { preload });
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

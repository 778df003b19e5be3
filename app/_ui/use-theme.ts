import { useSyncExternalStore } from "react";

/** The theme that is shown, `dark` or `light`: for what is drawn by other means than styles. */
export function useTheme(): string {
  return useSyncExternalStore(
    (listener) => {
      const observer = new MutationObserver(listener);
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
      return () => observer.disconnect();
    },
    () => document.documentElement.dataset["theme"] ?? "",
    () => "",
  );
}

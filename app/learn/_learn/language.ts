import { useSyncExternalStore } from "react";
import { isLanguage, type Language } from "@/lib/lessons/told";

const key = "runnel:lesson-language";
const listeners = new Set<() => void>();
let chosen: Language | undefined;

/** The language in which lessons are read: the one that was chosen, else the browser's where they are written in that. */
export function useLanguage(): Language {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (chosen ??= remembered() ?? ofBrowser()),
    () => "en",
  );
}

/** Chooses the language, which this browser remembers. */
export function chooseLanguage(language: Language): void {
  chosen = language;
  try {
    localStorage.setItem(key, language);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function remembered(): Language | undefined {
  try {
    const stored = localStorage.getItem(key) ?? "";
    return isLanguage(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

function ofBrowser(): Language {
  const language = navigator.language.slice(0, 2);
  return isLanguage(language) ? language : "en";
}

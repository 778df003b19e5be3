/** What a person chose: a theme, or to follow the system's. */
export type ThemeChoice = "system" | "light" | "dark";

const key = "runnel:theme";

/** Runs in the page's head: sets the theme before anything is painted. */
export const themeScript = `(()=>{let c;try{c=localStorage.getItem("${key}")}catch{}const d=c==="dark"||(c!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches);document.documentElement.dataset.theme=d?"dark":"light"})()`;

/** The choice that this browser remembers. */
export function themeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

const listeners = new Set<() => void>();

/** Calls back when the choice changes; the returned function ends that. */
export function onThemeChoice(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Remembers a choice, and shows it. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  showTheme(choice);
  for (const listener of listeners) listener();
}

/** Follows the system while that is the choice; the returned function ends it. */
export function followSystem(): () => void {
  const query = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => showTheme(themeChoice());
  query.addEventListener("change", follow);
  return () => query.removeEventListener("change", follow);
}

function showTheme(choice: ThemeChoice): void {
  const isDark =
    choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  const { dataset } = document.documentElement;
  // All at once: what fades when it is pointed at would come after the rest.
  dataset["switching"] = "";
  dataset["theme"] = isDark ? "dark" : "light";
  requestAnimationFrame(() => requestAnimationFrame(() => delete dataset["switching"]));
}

import { useEffect } from "react";

/** Keeps the page's title that of what is opened: the page that was built may put its own there, once it is awake, which can be later. */
export function useKeptTitle(title: string): void {
  useEffect(() => {
    const built = "Runnel";
    const look = () => {
      if (document.title === built) document.title = `${title} — ${built}`;
    };
    look();
    const watch = new MutationObserver(look);
    watch.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => watch.disconnect();
  }, [title]);
}

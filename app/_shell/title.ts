import { useEffect } from "react";

/** Gives the page its title, which tells it from other tabs; without one, the app's name. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? "Runnel" : `${title} — Runnel`;
  }, [title]);
}

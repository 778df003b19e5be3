import { addressOf } from "../_shell/route";

/** The mark and name, which lead home. */
export function HomeLink({ isCompact = false }: { readonly isCompact?: boolean }) {
  return (
    <a
      href={addressOf({ page: "home" })}
      className="flex min-h-7 w-fit min-w-7 items-center gap-2 rounded font-semibold tracking-tight"
      aria-label="Runnel: home"
    >
      <Mark />
      <span className={isCompact ? "@max-5xl/bar:hidden" : undefined}>Runnel</span>
    </a>
  );
}

/** Three streams that run into one. */
function Mark() {
  return (
    <svg viewBox="0 0 20 20" className="size-5 shrink-0 text-accent" fill="none" aria-hidden>
      <path
        d="M2 4c5 0 5 6 10 6h6M2 10h10M2 16c5 0 5-6 10-6"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}

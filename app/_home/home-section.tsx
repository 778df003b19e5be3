import { useId, type ReactNode, type RefObject } from "react";

interface HomeSectionProps {
  readonly title: string;
  readonly heading?: RefObject<HTMLHeadingElement | null>;
  readonly children: ReactNode;
}

/** A part of the home page, under its heading, which takes the focus when what had it is gone. */
export function HomeSection({ title, heading, children }: HomeSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 ref={heading} id={id} tabIndex={-1} className="text-sm font-semibold text-muted">
        {title}
      </h2>
      <div className="mt-2">{children}</div>
    </section>
  );
}

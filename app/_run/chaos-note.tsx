"use client";

import { Zap } from "lucide-react";
import { useMemo } from "react";
import { chaosOf, reportText, verdictLines, type ChaosReport } from "@/lib/chaos";
import type { RunLook } from "@/lib/fold";
import type { ShownRun } from "@/lib/workspace";

/** Verdicts that are told one by one. */
const mostTold = 20;

/** What was made to go wrong in a run, and what saved it, or would have. */
export default function ChaosNote({ run, look }: { readonly run: ShownRun; readonly look: RunLook }) {
  const { fold } = run;
  const { position } = look;
  const report = useMemo(() => chaosOf(fold, position), [fold, position]);
  if (!report) return null;
  return (
    <details className="mt-1.5 text-xs">
      <summary className="text-warn">
        <Zap className="inline size-3" aria-hidden /> {reportText(report)}
      </summary>
      <Verdicts report={report} />
      <pre
        tabIndex={0}
        role="group"
        aria-label="Plan of the chaos"
        className="mt-1 max-h-24 overflow-auto font-mono text-muted"
      >
        {report.plan}
      </pre>
    </details>
  );
}

function Verdicts({ report }: { readonly report: ChaosReport }) {
  // What nothing saved comes first.
  const sorted = [...verdictLines(report)].sort(
    (a, b) => Number(a.savedBy !== null) - Number(b.savedBy !== null),
  );
  return (
    <ul aria-label="What became of the chaos" className="mt-1 max-h-40 overflow-auto">
      {sorted.slice(0, mostTold).map((verdict, index) => (
        <li key={index}>
          <CodeText text={verdict.text} />
          {verdict.count > 1 && <span className="text-muted"> ({verdict.count} faults)</span>}
        </li>
      ))}
      {sorted.length > mostTold && <li className="text-muted">and {sorted.length - mostTold} more</li>}
    </ul>
  );
}

/** A text in which what is between backticks is code. */
export function CodeText({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 > 0 ? (
      <code key={index} className="font-mono">
        {part}
      </code>
    ) : (
      part
    ),
  );
}

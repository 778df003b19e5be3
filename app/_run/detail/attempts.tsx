import type { Place, TaskDetail } from "@/lib/workspace";
import { PlaceLink } from "../../_ui/place-link";
import { StateIcon } from "../../_ui/state-badge";
import { durationText } from "../../_ui/time";
import { Fact } from "./facts";

interface AttemptsProps {
  readonly attempts: TaskDetail["attempts"];
  readonly onGoTo: (place: Place) => void;
}

/** Each attempt of a task run, where there was more than one: how long it took, and what went wrong in it. */
export function Attempts({ attempts, onGoTo }: AttemptsProps) {
  if (attempts.length < 2) return null;
  return (
    <Fact name="Attempts">
      <ol>
        {attempts.map(({ number, ms, end, failure }) => (
          <li key={number} className="flex min-w-0 flex-wrap items-center gap-x-2">
            <span className="text-muted tabular-nums">
              #{number} {durationText(ms)}
            </span>
            {end && (
              <StateIcon state={failure ? { type: "FAILED", name: "Failed" } : end} className="size-3" />
            )}
            {failure ? (
              <span className="min-w-0 break-words text-danger">{failure.text.split("\n")[0]}</span>
            ) : (
              end?.name
            )}
            {failure?.places.map((place, index) => (
              <PlaceLink key={index} place={place} onGoTo={onGoTo} />
            ))}
          </li>
        ))}
      </ol>
    </Fact>
  );
}

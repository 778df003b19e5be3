import { lineText, type LogLine, type Place } from "@/lib/workspace";
import { PlaceLink } from "../../_ui/place-link";
import { countText, exactTimeText } from "../../_ui/time";
import { levelLooks } from "./levels";

/** Characters of a line that are drawn before somebody asks for all. */
const mostCharacters = 2_000;

interface LogRowProps {
  readonly line: LogLine;
  /** The name of whose line it is, and how one selects that. */
  readonly who: string;
  readonly onSelect: (() => void) | undefined;
  /** From 2; absent for the first. */
  readonly attempt: number | undefined;
  /** How many equal lines it stands for. */
  readonly count: number;
  /** Folds the equal lines, or shows each; undefined where there is nothing to fold. */
  readonly onFold: (() => void) | undefined;
  /** Whether all of its text is shown, and its stack. */
  readonly isWhole: boolean;
  readonly onWhole: () => void;
  readonly isWrapped: boolean;
  readonly onGoTo: (place: Place) => void;
}

const linkLook =
  "rounded-sm text-muted underline decoration-line-strong underline-offset-2 hover:text-ink whitespace-nowrap";

/** A line of the log: when, how grave, whose, what. */
export function LogRow(props: LogRowProps) {
  const { line, who, attempt, count, onSelect, onFold, isWrapped } = props;
  const { icon: Icon, text } = levelLooks[line.level];
  const name = `${who}${attempt === undefined ? "" : ` #${attempt}`}`;
  return (
    <div
      className={`flex items-baseline gap-x-2 px-3 text-xs leading-5 hover:bg-raised @max-md:flex-wrap ${isWrapped ? "" : "@md:w-max @md:min-w-full"}`}
    >
      <span className="shrink-0 text-faint tabular-nums">{exactTimeText(line.at)}</span>
      <Icon className={`size-3 shrink-0 self-center @md:mt-1 @md:self-start ${text}`} aria-hidden />
      <span className="sr-only">{line.level}</span>
      <span
        className="w-32 shrink-0 truncate text-muted @max-md:w-auto @max-md:min-w-0 @max-md:shrink"
        title={name}
      >
        {onSelect ? (
          // A row is selected in the timeline by keys: here it would be one more stop for each line.
          <button
            type="button"
            tabIndex={-1}
            className="max-w-full truncate hover:text-ink"
            onClick={onSelect}
          >
            {name}
          </button>
        ) : (
          name
        )}
      </span>
      {onFold && (
        <button type="button" className={linkLook} onClick={onFold}>
          {count > 1 ? `× ${countText(count)}` : "fold"}
        </button>
      )}
      <Said {...props} />
    </div>
  );
}

function Said({ line: { message, level }, isWhole, isWrapped, onWhole, onGoTo }: LogRowProps) {
  const { text, places, otherFrames } = lineText(message);
  const shown = isWhole ? message : text.slice(0, mostCharacters);
  const isCut = text.length > mostCharacters;
  const wrap = isWrapped
    ? "whitespace-pre-wrap break-words [overflow-wrap:anywhere]"
    : "whitespace-pre @max-md:overflow-hidden @max-md:text-ellipsis";
  return (
    <div
      className={`min-w-0 font-mono @max-md:basis-full ${isWrapped ? "flex-1" : ""} ${level === "error" ? "text-danger" : ""}`}
    >
      <p className={wrap}>{shown}</p>
      {(places.length > 0 || isCut) && (
        <p className="flex flex-wrap gap-x-3">
          {places.map((place, index) => (
            <PlaceLink key={index} place={place} isCaller={index > 0} onGoTo={onGoTo} />
          ))}
          {(isCut || otherFrames > 0) && (
            <button type="button" aria-expanded={isWhole} className={linkLook} onClick={onWhole}>
              {isWhole
                ? "less"
                : isCut
                  ? `all ${countText(message.length)} characters`
                  : `all ${countText(places.length + otherFrames)} frames`}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

import { Download, ListFilter, WrapText } from "lucide-react";
import type { FoldedRows } from "@/lib/fold";
import { controlLook } from "../../_design/field";
import { IconButton } from "../../_design/icon-button";
import { countText } from "../../_ui/time";
import { useViewedPart, view } from "../viewed";
import { levelLooks, levels } from "./levels";

interface LogBarProps {
  readonly rows: FoldedRows;
  /** How many lines can be read. */
  readonly total: number;
  /** The name of what is selected: a task run, or a group of them. */
  readonly selected: string | undefined;
  readonly isWrapped: boolean;
  readonly onWrap: (isWrapped: boolean) => void;
  readonly onDownload: () => void;
}

const chipLook =
  "inline-flex h-6 max-w-full items-center gap-1 rounded-full border border-line px-2 text-xs tabular-nums hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft pointer-coarse:h-8 forced-colors:aria-pressed:border-[Highlight]";

/** Which lines are listed, and how. */
export function LogBar({ rows, total, selected, isWrapped, onWrap, onDownload }: LogBarProps) {
  const text = useViewedPart("text");
  const isOwn = useViewedPart("isOwn");
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line px-3 py-1.5">
      <LevelChips rows={rows} />
      {selected !== undefined && (
        <button
          type="button"
          aria-pressed={isOwn}
          className={chipLook}
          onClick={() => view({ isOwn: !isOwn })}
        >
          <ListFilter className="size-3 shrink-0 text-muted" aria-hidden />
          <span className="truncate">of {selected}</span>
        </button>
      )}
      <input
        type="search"
        value={text}
        onChange={(event) => view({ text: event.target.value })}
        aria-label="Filter lines"
        placeholder="Filter"
        spellCheck={false}
        autoCapitalize="off"
        className={`ml-auto w-36 flex-1 basis-28 ${controlLook}`}
      />
      <span role="status" className="text-xs whitespace-nowrap text-muted tabular-nums">
        {rows.lines < total && `${countText(rows.lines)} of ${countText(total)}`}
      </span>
      <div className="flex">
        <IconButton
          icon={WrapText}
          label="Wrap"
          aria-pressed={isWrapped}
          isMain={isWrapped}
          onClick={() => onWrap(!isWrapped)}
        />
        <IconButton icon={Download} label="Download all lines" onClick={onDownload} />
      </div>
    </div>
  );
}

function LevelChips({ rows }: { readonly rows: FoldedRows }) {
  const chosen = useViewedPart("levels");
  const turn = (level: string) =>
    view({ levels: chosen.includes(level) ? chosen.filter((one) => one !== level) : [...chosen, level] });
  return (
    <div role="group" aria-label="Lines by level" className="flex flex-wrap gap-1.5">
      {levels.map((level) => {
        const { title, icon: Icon, text } = levelLooks[level];
        const isChosen = chosen.includes(level);
        if (rows.levels[level] === 0 && !isChosen) return null;
        return (
          <button
            key={level}
            type="button"
            aria-pressed={isChosen}
            className={chipLook}
            onClick={() => turn(level)}
          >
            <Icon className={`size-3 shrink-0 ${text}`} aria-hidden />
            {title} {countText(rows.levels[level])}
          </button>
        );
      })}
    </div>
  );
}

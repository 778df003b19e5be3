import { memo, type RefObject } from "react";
import { sorts, view, type Viewed } from "../viewed";

interface TimelineBarProps extends Pick<Viewed, "text" | "sort"> {
  readonly isZoomed: boolean;
  /** The field that is searched in. */
  readonly finder: RefObject<HTMLInputElement | null>;
}

/** What is searched for, in which order the rows stand, and the way back from a part of the time. As time goes on nothing of it is drawn. */
export const TimelineBar = memo(function TimelineBar({ text, sort, isZoomed, finder }: TimelineBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 px-3 pt-1.5 text-xs">
      <input
        ref={finder}
        type="search"
        value={text}
        placeholder="Find a task  /"
        aria-label="Find a task"
        className="h-6 w-32 min-w-0 flex-1 rounded border border-field bg-canvas px-1.5 text-xs"
        onChange={({ target }) => view({ text: target.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") view({ text: "" });
        }}
      />
      <label className="flex items-center gap-1 text-muted">
        <span className="sr-only">Order</span>
        <select
          value={sort}
          className="h-6 rounded border border-field bg-canvas px-1"
          onChange={({ target }) => {
            const chosen = sorts[target.selectedIndex];
            if (chosen) view({ sort: chosen });
          }}
        >
          {sorts.map((one) => (
            <option key={one} value={one}>
              {sortTexts[one]}
            </option>
          ))}
        </select>
      </label>
      {isZoomed && (
        <button
          type="button"
          className="text-accent hover:underline"
          onClick={() => view({ zoom: undefined })}
        >
          All of the time
        </button>
      )}
    </div>
  );
});

const sortTexts: Readonly<Record<(typeof sorts)[number], string>> = {
  start: "By start",
  cell: "By cell",
  slowest: "Slowest first",
  failed: "Failed first",
  worker: "By worker",
};

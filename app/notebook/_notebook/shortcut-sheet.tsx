import { Dialog } from "../../_design/dialog";

const groups = [
  {
    title: "In a cell’s text",
    keys: [
      ["Ctrl+Enter", "run the cell"],
      ["Shift+Enter", "run it and go to the next"],
      ["Ctrl+Space", "complete"],
      ["Escape", "leave the text for its cell"],
    ],
  },
  {
    title: "On a cell",
    keys: [
      ["J, ↓", "next cell"],
      ["K, ↑", "cell before"],
      ["Enter", "write in it"],
      ["← →", "between the buttons of a group"],
    ],
  },
  {
    title: "On the page",
    keys: [
      ["F6", "next part: bar, cells, run; with Shift the one before"],
      ["F", "the run on the whole page, and back"],
      ["?", "this list"],
    ],
  },
  {
    title: "In the run",
    keys: [
      ["↑ ↓", "task runs"],
      ["→ ←", "open and close a group"],
      ["Enter", "the task run in detail"],
      [".", "next that failed"],
      ["/", "find a task"],
    ],
  },
] as const;

/** The keys of a notebook's page. */
export default function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      {groups.map(({ title, keys }) => (
        <section key={title} className="mt-4 text-sm">
          <h3 className="font-semibold">{title}</h3>
          <dl>
            {keys.map(([key, what]) => (
              <div key={key} className="flex gap-x-3 border-b border-line/60 py-1">
                <dt className="w-28 shrink-0">
                  <kbd className="font-mono text-xs">{key}</kbd>
                </dt>
                <dd className="min-w-0 text-muted">{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

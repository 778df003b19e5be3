/** How a page looks, by day and by night. */
export const pageStyle = `
:root { color-scheme: light dark; --canvas: #fff; --ink: #1c2024; --muted: #5b646e; --line: #d9dde2; --sunken: #f3f5f7;
  --completed: #1d7a4d; --failed: #b3322a; --running: #2563b8; --cached: #16767f; --scheduled: #8a6116; --cancelled: #6a6280; --wait: #b9c0c8; }
@media (prefers-color-scheme: dark) { :root { --canvas: #14171a; --ink: #e6e9ec; --muted: #9aa4ae; --line: #31373d; --sunken: #1d2125;
  --completed: #5fcf97; --failed: #ff8f86; --running: #7fb4f5; --cached: #62c7d0; --scheduled: #e0b45f; --cancelled: #b3abc9; --wait: #4a525a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--canvas); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; }
.lead, .more, .label { color: var(--muted); font-size: 0.875rem; }
.cell { margin: 1rem 0; border: 1px solid var(--line); border-radius: 0.5rem; overflow: hidden; }
.cell > .label { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; margin: 0; padding: 0.35rem 0.75rem; }
pre, code { font: 0.8125rem/1.5 ui-monospace, monospace; }
pre { margin: 0; padding: 0.6rem 0.75rem; overflow: auto; background: var(--sunken); }
.given { border-top: 1px solid var(--line); overflow: auto; max-height: 24rem; }
.given pre { background: none; }
.error { color: var(--failed); padding: 0.4rem 0.75rem; margin: 0; }
table { border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: 0.2rem 0.6rem; text-align: left; white-space: nowrap; max-width: 24rem; overflow: hidden; text-overflow: ellipsis; }
.more { margin: 0; padding: 0.3rem 0.75rem; }
.control { position: sticky; top: 0; display: flex; align-items: center; gap: 0.75rem; margin: 0; padding: 0.5rem 0; background: var(--canvas); }
.control input { flex: 1; min-width: 0; accent-color: var(--running); }
[hidden] { display: none !important; }
output { font-variant-numeric: tabular-nums; }
button { font: inherit; padding: 0.2rem 0.9rem; border: 1px solid var(--line); border-radius: 0.4rem; background: var(--sunken); color: inherit; }
.drawing { overflow: auto; margin: 0; }
.tasks, .log { list-style: none; margin: 0; padding: 0; }
.tasks li { display: grid; grid-template-columns: minmax(6rem, 14rem) 7rem minmax(0, 1fr); gap: 0.5rem; align-items: center; border-bottom: 1px solid var(--line); min-height: 1.75rem; font-size: 0.875rem; }
.tasks .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
svg { width: 100%; height: 1rem; }
.log li { display: grid; grid-template-columns: 5rem 4.5rem minmax(0, 1fr); gap: 0.5rem; font: 0.8125rem/1.6 ui-monospace, monospace; white-space: pre-wrap; }
.log time, .log span:nth-child(2) { color: var(--muted); }
.log .error, .log .critical { padding: 0; }
.state { font-size: 0.8125rem; font-weight: 600; color: var(--muted); }
.completed { color: var(--completed); fill: var(--completed); }
.failed, .crashed { color: var(--failed); fill: var(--failed); }
.running, .cancelling { color: var(--running); fill: var(--running); }
.scheduled, .paused { color: var(--scheduled); fill: var(--scheduled); }
.cancelled { color: var(--cancelled); fill: var(--cancelled); }
.wait, .pending { fill: var(--wait); }
@media (max-width: 40rem) { .tasks li { grid-template-columns: minmax(0, 1fr) auto; } .tasks svg { grid-column: 1 / -1; } .log li { grid-template-columns: 4.5rem minmax(0, 1fr); } .log span:last-child { grid-column: 1 / -1; } }
`;

/** The one script of a page: it moves the run to the slider's time, and takes nothing but from the page itself. */
export const pageScript = `(() => {
const slider = document.getElementById("time");
if (!slider) return;
const play = document.getElementById("play");
const clock = document.getElementById("clock");
const whole = Number(slider.max);
const bars = [...document.querySelectorAll("rect[data-to]")].map((bar) => ({ bar, kind: bar.dataset.kind, from: Number(bar.dataset.from), to: Number(bar.dataset.to) }));
const born = [...document.querySelectorAll("[data-born]")].map((part) => ({ part, at: Number(part.dataset.born) }));
const marks = [...document.querySelectorAll("[data-states]")].map((mark) => ({ mark, states: JSON.parse(mark.dataset.states) }));
const show = (now) => {
  clock.textContent = (now / 1000).toFixed(2) + " s";
  for (const { part, at } of born) part.hidden = at > now;
  for (const { bar, kind, from, to } of bars) {
    const isOver = to <= now || now >= whole;
    bar.setAttribute("width", String(Math.max(from > now ? 0 : 3, ((Math.min(to, now) - from) / whole) * 1000)));
    bar.setAttribute("class", isOver || kind === "wait" ? kind : "running");
  }
  for (const { mark, states } of marks) {
    const last = states.filter(([at]) => at <= now).at(-1) ?? ["", "pending", "Not started"];
    mark.className = "state " + last[1];
    mark.textContent = last[2];
  }
};
let frame = 0;
const stop = () => { cancelAnimationFrame(frame); frame = 0; play.textContent = "Play"; };
play.addEventListener("click", () => {
  if (frame) { stop(); return; }
  const begin = Number(slider.value) >= whole ? 0 : Number(slider.value);
  const speed = whole / Math.min(Math.max(whole, 2000), 10000);
  let start;
  play.textContent = "Stop";
  const step = (at) => {
    start ??= at;
    const now = Math.min(whole, begin + (at - start) * speed);
    slider.value = String(now);
    show(now);
    if (now < whole) frame = requestAnimationFrame(step); else stop();
  };
  frame = requestAnimationFrame(step);
});
slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
play.hidden = slider.hidden = false;
})();`;

/** Ways to write a link to what follows `#`, each for where it is put. `base` is the app's address, which ends in a slash. */

export function linkTo(base: string, text: string): string {
  return `${base}#${text}`;
}

/** A link in Markdown under the notebook's title. */
export function markdownLink(title: string, link: string): string {
  return `[${markdownText(title)}](${link})`;
}

/** An image that leads there, in Markdown. */
export function badge(title: string, base: string, link: string): string {
  return `[![${markdownText(`Open ${title} in Runnel`)}](${base}badge.svg)](${link})`;
}

/** A frame in HTML that shows the notebook and its recorded run. */
export function embed(title: string, base: string, text: string): string {
  const address = htmlText(`${base}embed/#${text}`);
  return `<iframe src="${address}" title="${htmlText(shown(title))}" width="100%" height="600" loading="lazy" style="border:1px solid #ccc;border-radius:8px"></iframe>`;
}

/** A title in one line, without what would change how the rest of it is shown. */
function shown(title: string): string {
  return title
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function markdownText(title: string): string {
  return shown(title).replace(/[\\`*_{}[\]<>()#+!|~&-]/g, "\\$&");
}

function htmlText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** What every link begins with, and the version that follows. */
export const linkMark = "r";
export const linkVersion = "1";

/** Characters of a link that is looked at. */
export const longestLink = 1_000_000;

/** White space, marks without a width that chat clients put into long words, and the backslashes that Markdown puts before underscores. */
const unseen = /[\s\\\u00ad\u200b-\u200f\u2060\ufeff]+/gu;

/**
 * What follows `#` in a link that came through chats and mails: whatever stands in front and behind, percent signs that an
 * address was given once or more, line breaks.
 */
export function fragmentIn(text: string): string {
  let link = text;
  // A client escapes what it holds for no address, and the next one the percent signs of that.
  for (let times = 0; times < 3 && link.includes("%"); times++)
    link = link.replace(/%(0[9ad]|[2-7][0-9a-f])/gi, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
  const after = link.slice(link.lastIndexOf("#") + 1).replace(unseen, "");
  return after.replace(/^["'“‘«<([]+/u, "").replace(/[^\w+/-]+$/u, "");
}

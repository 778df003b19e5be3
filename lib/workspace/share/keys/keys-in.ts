import { isRandom } from "./is-random";
import { knownKeys } from "./known-keys";

/** Something in a text that looks like a key. The key itself is not said again. */
export interface KeyLike {
  /** `a GitHub token`. */
  readonly what: string;
  /** From 1. */
  readonly line: number;
  /** Whether it is a secret that is kept here, and no guess. */
  readonly isKept?: true;
}

interface Found {
  readonly what: string;
  readonly isKept?: true;
  readonly from: number;
  readonly to: number;
}

/** More than anybody reads. */
const most = 50;
/** Characters of a value that is looked at, in quotes and without. */
const longest = 4_000;
const longestBare = 300;

/** Forms of secrets that are kept, and the name of the secret that each is of. */
export type SecretForms = ReadonlyMap<string, string>;

const noSecrets: SecretForms = new Map();

/** What in a text looks like a key, or is a secret that is kept, in its order. Takes time in proportion to the text, whatever that is. */
export function keysIn(text: string, secrets: SecretForms = noSecrets): readonly KeyLike[] {
  const found = [
    ...secretsIn(text, secrets),
    ...[...knownIn(text), ...addressesIn(text), ...headersIn(text), ...namedIn(text)],
  ];
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const keys: KeyLike[] = [];
  let [end, line, counted] = [0, 1, 0];
  for (const { what, isKept, from, to } of found) {
    // One key may be told by its form, and by its name.
    if (from < end) continue;
    end = to;
    for (; counted < from; counted++) if (text[counted] === "\n") line++;
    keys.push({ what, line, ...(isKept && { isKept }) });
    if (keys.length === most) break;
  }
  return keys;
}

function secretsIn(text: string, secrets: SecretForms): Found[] {
  const found: Found[] = [];
  for (const [form, name] of secrets)
    for (
      let at = text.indexOf(form);
      at >= 0 && found.length < most;
      at = text.indexOf(form, at + form.length)
    )
      found.push({ what: `your secret “${name}”`, isKept: true, from: at, to: at + form.length });
  return found;
}

function knownIn(text: string): Found[] {
  return knownKeys.flatMap(([what, pattern]) =>
    Array.from(text.matchAll(pattern), ({ 0: match, index }) => ({
      what,
      from: index,
      to: index + match.length,
    })),
  );
}

/** `postgres://user:password@host` */
function addressesIn(text: string): Found[] {
  const pattern = /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/:@'"`<>]{0,100}):([^\s/@'"`]{1,200})@/gi;
  return Array.from(text.matchAll(pattern)).flatMap(({ 0: match, 1: user = "", 2: password = "", index }) =>
    isLeftOpen(password) || isLeftOpen(user)
      ? []
      : [{ what: "an address with a password", from: index, to: index + match.length }],
  );
}

/** `Authorization: Bearer …` */
function headersIn(text: string): Found[] {
  const pattern = /\b(Bearer|Basic)[ \t]{1,4}([A-Za-z0-9+/=_.~-]{12,4000})/g;
  return Array.from(text.matchAll(pattern)).flatMap(({ 0: match, 1: scheme, 2: token = "", index }) =>
    isRandom(token, true) || (scheme === "Basic" && isCredentials(token))
      ? [{ what: "an Authorization header", from: index, to: index + match.length }]
      : [],
  );
}

/** Base64 of `user:password`. */
function isCredentials(token: string): boolean {
  try {
    return /^[\x21-\x7e]{1,200}:[\x21-\x7e]{1,200}$/.test(atob(token));
  } catch {
    return false;
  }
}

/** How things are called that are keys; the last of them are other things, too. */
const names =
  /(pass(?:word|wd|phrase)|pwd|(?<![a-z])pw(?![a-z]))|(secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|authorization)|(key)/gi;

/** What follows in a name that is not the key's own. */
const aboutIt =
  /^[_-]?(?:field|name|label|input|hint|column|policy|length|size|url|uri|type|file|path|env|var|header|prefix|format|count|limit|id|min|max|hash|regex|pattern|error|message|title|text)s?(?![a-z])/i;

/** `password = "…"`, `"token": "…"`, `KEY_ID '…'`, `API_KEY=…` */
function namedIn(text: string): Found[] {
  const found: Found[] = [];
  let seen = 0;
  for (const { 0: name, 1: password, 2: secret, index } of text.matchAll(names)) {
    // Names within a bare value are that value's.
    const value = index < seen ? undefined : valueAfter(text, index + name.length);
    if (!value) continue;
    const { written, from, quote } = value;
    const to = from + written.length;
    if (quote === undefined) seen = to;
    if (password === undefined) {
      if (isRandom(written, secret !== undefined)) found.push({ what: "a key", from, to });
    } else if (isPassword(value, /phrase/i.test(password))) found.push({ what: "a password", from, to });
  }
  return found;
}

interface Value {
  readonly written: string;
  readonly from: number;
  /** Absent: it stands without. */
  readonly quote?: string;
  /** Whether a sign stands between it and its name. */
  readonly isGiven: boolean;
}

/** What may stand between a name and its value: the quote of the name, a type, a sign. */
const between =
  /^["'`]?(?:\s{0,8}:\s{0,8}(?:string|str|text|varchar)(?=\s{0,8}=))?[ \t]{0,8}(=>|:=|[:=])?[ \t]{0,8}/i;

/** The value that is given to the name that ends there, on the same line. */
function valueAfter(text: string, end: number): Value | undefined {
  const rest = text.slice(end, end + longest);
  const named = /^[\w-]{0,30}/.exec(rest)?.[0] ?? "";
  if (aboutIt.test(named)) return undefined;
  const [sign = "", given] = between.exec(rest.slice(named.length)) ?? [];
  const at = named.length + sign.length;
  const isGiven = given !== undefined;
  const quote = /^["'`]/.exec(rest.slice(at))?.[0];
  if (quote !== undefined) {
    const written = rest.slice(at + 1, rest.indexOf(quote, at + 1));
    return written.includes("\n") ? undefined : { written, from: end + at + 1, quote, isGiven };
  }
  const written = bare.exec(rest.slice(at, at + longestBare))?.[0] ?? "";
  // A call is no value.
  if (!isGiven || rest.charAt(at + written.length) === "(") return undefined;
  return { written, from: end + at, isGiven };
}

const bare = /^[^\s"'`;,(){}[\]<>|&]*/;

/** Whether a value may be a password: no sentence, no name of another, and none that is still to be put in. */
function isPassword({ written, quote, isGiven }: Value, takesWords: boolean): boolean {
  if (!isGiven || written.length < 4 || isLeftOpen(written)) return false;
  if (quote !== undefined) return takesWords || !/\s/.test(written);
  // Without quotes it is a name of the program, unless it cannot be one.
  return isRandom(written, true) || (/[0-9]/.test(written) && /[^\w.$]/.test(written));
}

/** What stands where somebody is to put in their own. */
function isLeftOpen(text: string): boolean {
  return /^(?:\$|%|\{|<|\[|\*{2,}|x{3,}|\.{2,}|…|your|change[_-]?me|placeholder|redacted|password$|passwd$|secret$|string$|text$|none$|null$|undefined$|true$|false$|required$)/i.test(
    text,
  );
}

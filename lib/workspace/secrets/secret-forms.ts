import { bytesToHex } from "../../base";

/** Shorter ones would be found everywhere. */
const shortest = 4;

/** Lines of fewer characters may stand anywhere, and so may short words in other letters. */
const shortestLine = 16;
const shortestInCapitals = 6;

/** What a secret that is JSON, as an `S3Bucket`'s, calls the parts that are secret on their own: its region is not. */
const secretMember = /secret|token|password|passphrase|credential|key/i;

/**
 * The texts under which a secret turns up: as it is, and as programs commonly write it (without the space around it; escaped
 * for JSON, URLs, HTML and quotes; in other letters; hex; base64, also as a part of something longer); the same of the parts of
 * one that is JSON, and of the lines of one that has several. The longest first. None, where it is too short to be told from other text.
 */
export function secretForms(secret: string): readonly string[] {
  const whole = [secret, secret.trim(), ...secretMembers(secret)];
  const texts = [...whole, ...whole.flatMap(withOtherEnds)].filter((text) => text.length >= shortest);
  const lines = whole.flatMap(linesOf).flatMap((line) => [line, encodeURIComponent(line)]);
  const forms = new Set([...texts.flatMap(formsOf), ...lines].filter((form) => form.length >= shortest));
  return [...forms].sort((a, b) => b.length - a.length);
}

/** The texts of a JSON object's members, at any depth, whose names say that they are secret. */
function secretMembers(secret: string): readonly string[] {
  if (!secret.trimStart().startsWith("{")) return [];
  const found: string[] = [];
  try {
    JSON.parse(secret, (name, value: unknown) => {
      if (typeof value === "string" && secretMember.test(name)) found.push(value);
      return value;
    });
  } catch {
    // No JSON after all.
  }
  return found;
}

const lineEnd = /\r\n|\n|\r|\\r\\n|\\n/;

/** A text of several lines, as a PEM, with other ends of them. */
function withOtherEnds(text: string): readonly string[] {
  const lines = text.split(lineEnd);
  if (lines.length === 1) return [];
  return ["\n", "\r\n", ""].map((end) => lines.join(end)).concat(linesOf(text).join(""));
}

/** The lines of such a text, but for those that only say what it is. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(lineEnd).map((line) => line.trim());
  if (lines.length === 1) return [];
  return lines.filter((line) => line.length >= shortestLine && !/^-----.*-----$/.test(line));
}

function formsOf(text: string): readonly string[] {
  if (text.length < shortestInCapitals || lineEnd.test(text)) return writtenForms(text);
  return [text, text.toLowerCase(), text.toUpperCase()].flatMap(writtenForms);
}

function writtenForms(text: string): readonly string[] {
  const json = inJson(text);
  const quoted = inQuotes(text);
  // Into an address and into base64 goes the text itself, or JSON that holds it.
  const packed = [text, json].flatMap((one) => [...urlForms(one), ...base64Forms(one)]);
  const escaped = [json, json.replaceAll("/", "\\/"), inAscii(json)].flatMap((one) => [one, inJson(one)]);
  return [
    text,
    ...escaped,
    quoted,
    quoted.replaceAll("'", "\\'"),
    ...htmlForms(text),
    ...hexForms(text),
    ...packed,
  ];
}

/** As serialisers write it that keep to ASCII. */
function inAscii(json: string): string {
  return json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function htmlForms(text: string): readonly string[] {
  const base = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quotes = base.replaceAll('"', "&quot;");
  return [base, quotes, ...["&#39;", "&#x27;", "&apos;"].map((quote) => quotes.replaceAll("'", quote))];
}

function hexForms(text: string): readonly string[] {
  const hex = bytesToHex(new TextEncoder().encode(text));
  return [hex, hex.toUpperCase()];
}

function urlForms(text: string): readonly string[] {
  // Half a surrogate pair has no UTF-8, and would throw.
  const whole = new TextDecoder().decode(new TextEncoder().encode(text));
  const forms = [encodeURIComponent(whole), encodeURI(whole), inForm(whole)];
  return [...forms, ...forms.map(withSmallHex)];
}

/** Of the text in UTF-8, and, where its characters are bytes, as `btoa` takes it. */
function base64Forms(text: string): readonly string[] {
  const bytes = [new TextEncoder().encode(text)];
  if (!/[^\0-\xff]/.test(text)) bytes.push(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  return bytes.flatMap(base64Parts).flatMap((one) => [one, encodeURIComponent(one)]);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As the engine's messages quote text. */
function inQuotes(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}

/** As a form's field: with `+` for a space. */
function inForm(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

function withSmallHex(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/** Alone, and what is the same wherever in a longer text it stands: `user:secret` is base64 as well. */
function base64Parts(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = base64(new Uint8Array([...new Uint8Array(before), ...bytes]));
    const bare = padded.replaceAll("=", "");
    const isSplit = (before + bytes.length) % 3 !== 0;
    // A character that also has bits of what stands beside it is another each time.
    const inner = bare.slice(before === 0 ? 0 : before + 1, isSplit ? -1 : undefined);
    const forms = before === 0 ? [padded, bare, inner] : [inner];
    return forms.flatMap((one) => [one, one.replaceAll("+", "-").replaceAll("/", "_")]);
  });
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

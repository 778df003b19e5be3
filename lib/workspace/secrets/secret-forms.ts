/** Shorter ones would be found everywhere. */
const shortest = 4;

/** What a secret that is JSON, as an `S3Bucket`'s, calls the parts that are secret on their own: its region is not. */
const secretMember = /secret|token|password|passphrase|credential|key/i;

/**
 * The texts under which a secret turns up: as it is, and as programs commonly write it (without the space around it; escaped
 * for JSON, URLs and quotes; base64, also as a part of something longer); the same of the parts of one that is JSON. The
 * longest first. None, where it is too short to be told from other text.
 */
export function secretForms(secret: string): readonly string[] {
  const texts = [secret, secret.trim(), ...secretMembers(secret)].filter((text) => text.length >= shortest);
  const forms = new Set(texts.flatMap(formsOf).filter((form) => form.length >= shortest));
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

function formsOf(text: string): readonly string[] {
  const json = inJson(text);
  const quoted = inQuotes(text);
  // Into an address and into base64 goes the text itself, or JSON that holds it.
  const packed = [text, json].flatMap((one) => [...urlForms(one), ...base64Forms(one)]);
  return [text, json, inJson(json), quoted, quoted.replaceAll("'", "\\'"), ...packed];
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

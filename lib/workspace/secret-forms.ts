/** Shorter ones would be found everywhere. */
const shortest = 4;

/**
 * The texts under which a secret turns up: as it is, and as programs commonly write it (escaped for JSON, URLs and quotes;
 * base64, also as a part of something longer). The longest first.
 */
export function secretForms(text: string): readonly string[] {
  // Half a surrogate pair has no UTF-8, and would throw.
  const whole = new TextDecoder().decode(new TextEncoder().encode(text));
  const json = inJson(text);
  const escaped = [text, json, inJson(json), inQuotes(text), inQuotes(text).replaceAll("'", "\\'")];
  const url = [encodeURIComponent(whole), encodeURI(whole), inForm(whole)];
  const base64 = [...base64Forms(whole), ...latinBase64(text)].flatMap((one) => [
    one,
    encodeURIComponent(one),
  ]);
  const forms = [...escaped, ...url, ...url.map(withSmallHex), ...base64, ...base64.map(withSmallHex)];
  return [...new Set(forms)].filter((form) => form.length >= shortest).sort((a, b) => b.length - a.length);
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
function base64Forms(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text);
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

/** Of text whose characters are bytes, as `btoa` takes it. */
function latinBase64(text: string): readonly string[] {
  return /[^\0-\xff]/.test(text) ? [] : [btoa(text)];
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

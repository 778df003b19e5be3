const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Six bits by a character's code; 64: no letter of the alphabet. */
const sextets = new Uint8Array(128).fill(64);
for (let index = 0; index < 64; index++) sextets[letters.charCodeAt(index)] = index;
sextets["+".charCodeAt(0)] = 62;
sextets["/".charCodeAt(0)] = 63;

/** Bytes as letters that an address holds as they are. */
export function toBase64url(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const four = [18, 12, 6, 0].map((shift) => letters.charAt((bits >> shift) & 63)).join("");
    parts.push(four.slice(0, Math.min(3, bytes.length - at) + 1));
  }
  return parts.join("");
}

/**
 * The bytes that letters stand for, `+` and `/` among them. Any other character counts as a wrong letter, so that those after
 * it stay in their places. A last letter that is no whole byte is dropped.
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [bits, count, length] = [0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    bits = ((bits << 6) | ((sextets[text.charCodeAt(index)] ?? 64) & 63)) & 0xfff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[length++] = (bits >> count) & 0xff;
  }
  return bytes.subarray(0, length);
}

/** Four characters or more, each escaped, as programs write a text of which they leave nothing as it is. */
const stretches = /(?:(?:%|\\{1,4}x)[\da-f]{2}|\\{1,4}u[\da-f]{4}|&#(?:\d{1,7}|x[\da-f]{1,6});){4,}/gi;

const bytes = /(?:%[\da-f]{2})+/gi;
const characters = /\\+[xu]([\da-f]+)|&#(?:(\d+)|x([\da-f]+));/gi;

/** The stretches of a text in which every character is escaped, for an address, code, JSON or HTML; each is written anew, by what it says. */
export function rewriteEscaped(text: string, rewrite: (escaped: string, said: string) => string): string {
  return text.replaceAll(stretches, (escaped) => rewrite(escaped, said(escaped)));
}

function said(escaped: string): string {
  return escaped
    .replaceAll(bytes, (run) => {
      const numbers = run.slice(1).split("%");
      return new TextDecoder().decode(Uint8Array.from(numbers, (number) => parseInt(number, 16)));
    })
    .replaceAll(characters, (_, unit?: string, decimal?: string, hexadecimal?: string) => {
      if (unit !== undefined) return String.fromCharCode(parseInt(unit, 16));
      const point = decimal === undefined ? parseInt(hexadecimal ?? "", 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "";
    });
}

import { describe, expect, test } from "vitest";
import { encodingGuess, encodingsOf, utf16Of } from "./encoding";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe("encodings", () => {
  test("[SQ39] UTF-16 shows by its mark, or by the zeros of its ASCII letters", () => {
    const wide = (isLittle: boolean) =>
      Uint8Array.from([...bytes("a,b\n1,2\n")].flatMap((byte) => (isLittle ? [byte, 0] : [0, byte])));
    expect(utf16Of(wide(true))).toBe("utf-16le");
    expect(utf16Of(wide(false))).toBe("utf-16be");
    expect(utf16Of(Uint8Array.from([0xff, 0xfe]))).toBe("utf-16le");
    expect(utf16Of(Uint8Array.from([0xfe, 0xff]))).toBe("utf-16be");
    expect(utf16Of(bytes("a,b\n1,2\n"))).toBeUndefined();
    expect(utf16Of(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0, 1, 0, 0, 0]))).toBeUndefined();
  });

  test.each([
    ["German", "Stra\xdfe;M\xfcller\n", "windows-1252"],
    ["French with a euro", "caf\xe9;10 \x80\nna\xefve\n", "windows-1252"],
    ["Russian", "\xcf\xf0\xe8\xe2\xe5\xf2;1\n", undefined],
    ["Japanese", "\x93\xfa\x96\x7b\x8c\xea\n", undefined],
    ["Korean", "\xc7\xd1\xb1\xb9\xbe\xee\n", undefined],
  ])("[SQ56] %s is taken for %s", async (_what, text, encoding) => {
    const guess = await encodingGuess(new Blob([bytes(text)]), undefined);
    expect(guess?.is.encoding).toBe(encoding);
  });

  test("[SQ39] an error names the encodings that a text may be in", () => {
    expect(encodingsOf(bytes("\xe9t\xe9"))).toEqual(["windows-1252"]);
    expect(encodingsOf(bytes("\x93\xfa\x96\x7b\x8c\xea\n"))).toContain("shift_jis");
    expect(encodingsOf(bytes("\xc7\xd1\xb1\xb9\xbe\xee\n"))).toContain("euc-kr");
  });
});

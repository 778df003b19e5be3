import { describe, expect, test } from "vitest";
import { pixelsOf } from "./image-size";

const big = (length: number, ...numbers: number[]) =>
  numbers.map((number) => bytes(length, number).reverse().join("")).join("");
const little = (length: number, ...numbers: number[]) =>
  numbers.map((number) => bytes(length, number).join("")).join("");
const bytes = (length: number, number: number) =>
  Array.from({ length }, (_, place) => String.fromCharCode(Math.floor(number / 256 ** place) % 256));

type Make = (width: number, height: number) => string;

/** The beginning of an image of each format, as a browser reads it. */
const formats: Record<string, Make> = {
  PNG: (width, height) => `\x89PNG\r\n\x1a\n\0\0\0\rIHDR${big(4, width, height)}\x08\x06\0\0\0`,
  "JPEG, behind other parts": (width, height) =>
    `\xff\xd8\xff\xe0\0\x04ab\xff\xe1\0\x06\xff\xc0ab\xff\xff\xc2\0\x11\x08${big(2, height, width)}\x03`,
  GIF: (width, height) => `GIF89a${little(2, width, height)}\0\0\0,\0\0\0\0${little(2, 1, 1)}\0`,
  "GIF with a larger frame": (width, height) =>
    `GIF89a${little(2, 1, 1)}\x80\0\0abcdef!\xf9\x04\0\0\0\0\0,\0\0\0\0${little(2, width, height)}\0`,
  WebP: (width, height) => `RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a${little(2, width, height)}`,
  "WebP without loss": (width, height) =>
    `RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f${little(4, width - 1 + (height - 1) * 2 ** 14)}`,
  "WebP of parts": (width, height) =>
    `RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0${little(3, width - 1, height - 1)}`,
  AVIF: (width, height) =>
    `\0\0\0\x1cftypavif\0\0\0\0ispe\0\0\0\0${big(4, 1, 1)}ispe\0\0\0\0${big(4, width, height)}`,
  BMP: (width, height) => `BM${little(4, 0, 0, 54)}\x28\0\0\0${little(4, width, height)}`,
  "BMP with its top first": (width, height) =>
    `BM${little(4, 0, 0, 54)}\x28\0\0\0${little(4, width, 2 ** 32 - height)}`,
};

describe("29: an image's own bytes say how large it is", () => {
  test.each(Object.entries(formats))("%s", (_, make) => {
    for (const [width, height] of [
      [1, 1],
      [640, 480],
      [16_000, 12_000],
    ] as const)
      expect(pixelsOf(make(width, height))).toBe(width * height);
    const whole = make(16_000, 12_000);
    // Cut off, it is no larger; and what says no size is none.
    for (let length = 0; length < whole.length; length++) pixelsOf(whole.slice(0, length));
    expect(pixelsOf(whole.slice(0, 12))).toBeUndefined();
    expect(pixelsOf(make(0, 5))).not.toBe(5);
  });

  test.each(["", "<svg/>", "\0\0\x01\0icon", "\x89PNG\r\n\x1a\n\0\0\0\rIDAT12345678"])("none: %j", (text) => {
    expect(pixelsOf(text)).toBeUndefined();
  });
});

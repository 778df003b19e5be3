"use client";

import { useMemo } from "react";
import { encode } from "uqr";
import { Button } from "../_design/button";
import { saveBlob } from "../_ui/save-blob";

interface QrCodeProps {
  readonly link: string;
  /** What it is called as a file. */
  readonly name: string;
}

/** Pixels of a module in the image. */
const scale = 8;

/** A link as a QR code, which can be saved. */
export default function QrCode({ link, name }: QrCodeProps) {
  const { size, path } = useMemo(() => codeOf(link), [link]);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
  const savePng = async () => {
    const canvas = new OffscreenCanvas(size * scale, size * scale);
    const context = canvas.getContext("2d");
    if (!context) return;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.scale(scale, scale);
    context.fillStyle = "#000";
    context.fill(new Path2D(path));
    saveBlob(await canvas.convertToBlob({ type: "image/png" }), `${name}.png`);
  };
  return (
    <div className="mt-3">
      <svg
        role="img"
        aria-label="QR code of the link"
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
        className="mx-auto w-full max-w-80 rounded-lg border border-line bg-[#fff] forced-color-adjust-none"
      >
        <path d={path} fill="#000" />
      </svg>
      <div className="mt-2 flex justify-center gap-1.5">
        <Button
          size="small"
          onClick={() => saveBlob(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`)}
        >
          Save as SVG
        </Button>
        <Button size="small" onClick={() => void savePng()}>
          Save as PNG
        </Button>
      </div>
    </div>
  );
}

/** The dark modules as a path of unit squares, and how many there are on a side, with the white edge that readers want. */
function codeOf(link: string): { readonly size: number; readonly path: string } {
  const { size, data } = encode(link, { ecc: "L", border: 4 });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return { size, path };
}

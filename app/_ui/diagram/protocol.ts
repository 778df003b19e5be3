/** What the frame is opened with, beside a port: the text of the library that draws. */
export interface FrameOpening {
  readonly library: string;
}

/** A diagram to be drawn. */
export interface DrawingRequest {
  readonly id: number;
  readonly text: string;
  readonly isDark: boolean;
}

/** The diagram as SVG, or why it cannot be drawn; of `id` 0: why none can. */
export type DrawingReply =
  { readonly id: number; readonly svg: string } | { readonly id: number; readonly problem: string };

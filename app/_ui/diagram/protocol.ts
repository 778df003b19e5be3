/** What the frame is opened with, beside a port: the text of the library that draws. */
export interface FrameOpening {
  readonly library: string;
}

/** A diagram to be drawn; the next is asked for once this one is answered. */
export interface DrawingRequest {
  readonly text: string;
  readonly isDark: boolean;
}

/** The diagram as SVG, or why it cannot be drawn. */
export type DrawingReply = { readonly svg: string } | { readonly problem: string };

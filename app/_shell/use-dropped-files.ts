import { useEffect, useRef, useState } from "react";
import type { PickedFile } from "@/lib/workspace";
import { takeFiles } from "./file-inbox";

/** Gives files that are dropped or pasted anywhere on the page, and those that were before this page was there. */
export function useDroppedFiles(onFiles: (files: readonly PickedFile[]) => void): void {
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => takeFiles((files) => latest.current(files)), []);
}

/** Whether files are held over the page. */
export function useIsDragging(): boolean {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const over = ({ dataTransfer }: DragEvent) => {
      if (dataTransfer?.types.includes("Files")) setDragging(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setDragging(false);
    };
    const end = () => setDragging(false);
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    // In the first phase: what takes the files lets nothing else hear of them.
    addEventListener("drop", end, true);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", end, true);
    };
  }, []);
  return isDragging;
}

import { Undo2 } from "lucide-react";
import { Button } from "../../_design/button";
import { useCanEdit, useEditor } from "./open-notebook";

/** Takes the deletion of a cell back. */
export default function RestoreCell() {
  const canEdit = useCanEdit();
  const editor = useEditor();
  if (!canEdit) return null;
  return (
    <div className="mt-2 flex justify-center" role="status">
      <Button look="quiet" onClick={() => editor.restoreCell()}>
        <Undo2 className="size-3.5" aria-hidden />
        Put the deleted cell back
      </Button>
    </div>
  );
}

import { Dialog } from "../../_design/dialog";
import { PlanPanel } from "./plan-panel";

/** Says what a run would do before it does: what runs, what is served, and what that reaches. */
export default function PlanDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      title="Plan"
      description="What a run would do now. Nothing runs yet."
      width="large"
      onClose={onClose}
    >
      <PlanPanel onClose={onClose} />
    </Dialog>
  );
}

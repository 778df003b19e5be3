"use client";

import type { ParametersAsked } from "@/lib/workspace";
import { Dialog } from "../../_design/dialog";
import { ParameterForm } from "../../_run/parameter-form";
import { useRunner } from "./open-notebook";

/** Asks for the values that a flow needs, and runs it with them. */
export default function ParametersDialog({
  asked: { flow, parameters, manner },
}: {
  readonly asked: ParametersAsked;
}) {
  const runner = useRunner();
  const close = () => runner.declineParameters();
  return (
    <Dialog title={`Run ${flow}`} description="It needs values to run with." onClose={close}>
      <ParameterForm
        parameters={parameters}
        onRun={(values) => void runner.run({ kind: "flow", name: flow, parameters: values }, manner)}
        onClose={close}
      />
    </Dialog>
  );
}

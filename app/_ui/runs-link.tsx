import { ChartNoAxesGantt } from "lucide-react";
import { IconLink } from "../_design/icon-button";
import { addressOf } from "../_shell/route";

/** Leads to the runs of all notebooks. */
export function RunsLink() {
  return <IconLink icon={ChartNoAxesGantt} label="Runs" href={addressOf({ page: "runs" })} />;
}

import { CfnParameter, Fn } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface Entrance {
  /** What the distribution sends with each request to the API. */
  readonly sent: string;
  /** What the functions let in: that, and whatever else is given, so that edges which still send another are let in. */
  readonly accepted: string;
}

/**
 * An HTTP API has no resource policy: who knows its address could pass by the firewall. So the site brings a secret
 * (docs/decisions/0090). Without a default, for one that everybody knows would be none.
 */
export function makeEntrance(scope: Construct): Entrance {
  const accepted = new CfnParameter(scope, "EntranceSecrets", {
    description: "By it the API knows what comes through the site; two, parted by a comma, while it is exchanged",
    noEcho: true,
    allowedPattern: "[A-Za-z0-9]{32,128}(,[A-Za-z0-9]{32,128})?",
  }).valueAsString;
  return { sent: Fn.select(0, Fn.split(",", accepted)), accepted };
}

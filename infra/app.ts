import { App } from "aws-cdk-lib/core";
import { PalaisEdgeStack } from "./edge-stack.ts";
import { PalaisMonitoringStack } from "./monitoring-stack.ts";
import { suppressNagFindings } from "./nag-suppressions.ts";
import { PalaisStack } from "./palais-stack.ts";

/**
 * The CDK app. `cdk` and the local system both run this file and get the same template. The settings from the context
 * of a command are `-c trial=true` (parameters.ts), `-c opening=TIME` and `-c venues=NETWORKS`. The app looks nothing
 * up and has no account, and no region except those of the edge, so it synthesizes offline and without credentials.
 */
const app = new App({ outdir: process.env.CDK_OUTDIR ?? "cdk.out", analyticsReporting: false, treeMetadata: false });
new PalaisEdgeStack(app, "PalaisEdge");
new PalaisStack(app, "Palais");
new PalaisMonitoringStack(app, "PalaisMonitoring");
suppressNagFindings(app);
app.synth();

import { App } from "aws-cdk-lib/core";
import { acknowledge } from "./acknowledged.ts";
import { PalaisEdge } from "./edge.ts";
import { Palais } from "./stack.ts";

/**
 * The system's one definition. `cdk` and the local runner both start this file, and both get the same template: what
 * would shape it is said here or in the stack, never in the context of a command. No account, and no region but the firewall's: nothing
 * is looked up, so it synthesises offline and without credentials.
 */
const app = new App({ outdir: process.env.CDK_OUTDIR ?? "cdk.out", analyticsReporting: false, treeMetadata: false });
new PalaisEdge(app, "PalaisEdge");
new Palais(app, "Palais");
acknowledge(app);
app.synth();

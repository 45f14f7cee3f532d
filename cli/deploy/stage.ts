import { App } from "aws-cdk-lib/core";
import * as z from "zod/mini";
import { createTemporaryFolder } from "../../infra/build-paths.ts";
import { PalaisEdgeStack } from "../../infra/edge-stack.ts";
import { PalaisStack } from "../../infra/palais-stack.ts";

/** A trial stage is for trying the system, in a new account (infra/parameters.ts). */
export const stages = ["trial", "production"] as const;
export type Stage = (typeof stages)[number];

export const stackName = "Palais";
export const edgeStackName = "PalaisEdge";
/** CloudFront accepts certificates and firewalls of this region only. */
export const edgeRegion = "us-east-1";

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Description: z.optional(z.string()) })),
  Outputs: z.record(z.string(), z.unknown()),
  Resources: z.record(
    z.string(),
    z.object({ Properties: z.optional(z.object({ ReservedConcurrentExecutions: z.optional(z.number()) })) }),
  ),
});

export interface StageTemplate {
  /** The description of each parameter. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly outputs: ReadonlySet<string>;
  readonly edgeOutputs: ReadonlySet<string>;
  /** The concurrent executions that the functions reserve together. */
  readonly reservedConcurrency: number;
  /** The lowest version of the stack CDKToolkit that CDK accepts. */
  readonly bootstrapVersion: number;
}

/** The template of a stage, made offline and without bundles: nothing here looks into the code. */
export function synthesizeStage(stage: Stage): StageTemplate {
  const context = { "aws:cdk:bundling-stacks": [], ...(stage === "trial" && { trial: "true" }) };
  const app = new App({ outdir: createTemporaryFolder("deploy"), analyticsReporting: false, context });
  const edge = new PalaisEdgeStack(app, edgeStackName);
  const stack = new PalaisStack(app, stackName);
  const assembly = app.synth({ skipValidation: true });
  const artifact = assembly.getStackArtifact(stack.artifactId);
  const { Parameters, Outputs, Resources } = templateSchema.parse(artifact.template);
  const edgeTemplate = z
    .pick(templateSchema, { Outputs: true })
    .parse(assembly.getStackArtifact(edge.artifactId).template);
  const reserved = Object.values(Resources).map(({ Properties }) => Properties?.ReservedConcurrentExecutions ?? 0);
  // CDK adds the parameter BootstrapVersion to every template, which no person sets.
  const own = Object.entries(Parameters).filter(([name]) => name !== "BootstrapVersion");
  return {
    parameters: new Map(own.map(([name, { Description = "" }]) => [name, Description])),
    outputs: new Set(Object.keys(Outputs)),
    edgeOutputs: new Set(Object.keys(edgeTemplate.Outputs)),
    reservedConcurrency: reserved.reduce((sum, each) => sum + each, 0),
    bootstrapVersion: artifact.requiresBootstrapStackVersion ?? 0,
  };
}

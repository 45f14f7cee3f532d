import { App } from "aws-cdk-lib/core";
import * as z from "zod/mini";
import { createTemporaryFolder } from "../../infra/build-paths.ts";
import { PalaisEdgeStack } from "../../infra/edge-stack.ts";
import { PalaisMonitoringStack } from "../../infra/monitoring-stack.ts";
import { PalaisStack } from "../../infra/palais-stack.ts";

/** A trial stage is for trying the system, in a new account (infra/parameters.ts). */
export const stages = ["trial", "production"] as const;
export type Stage = (typeof stages)[number];

export const stackName = "Palais";
const edgeStackName = "PalaisEdge";
const monitoringStackName = "PalaisMonitoring";
/** CloudFront accepts certificates and firewalls of this region only, and has its metrics and logs there. */
export const edgeRegion = "us-east-1";

/** How a stack is deployed. */
export interface Deployment {
  readonly stack: string;
  /** The region of the stack, if it is not that of the stage. */
  readonly region?: string;
  readonly stages: readonly Stage[];
  /** The parameters that are outputs, of the same name, of stacks that are deployed before. */
  readonly inputs: readonly { readonly name: string; readonly from: string }[];
}

/** The stacks in the order of their deployment. */
export const deployments: readonly Deployment[] = [
  { stack: edgeStackName, region: edgeRegion, stages: ["production"], inputs: [] },
  { stack: stackName, stages, inputs: [{ name: "WebAclArn", from: edgeStackName }] },
  {
    stack: monitoringStackName,
    region: edgeRegion,
    stages: ["production"],
    inputs: ["DistributionId", "AccessLogsBucket"].map((name) => ({ name, from: stackName })),
  },
];

/** Keeps so many instances of a function ready from a time on (infra/site/opening.ts). */
const scheduledActionSchema = z.object({
  Schedule: z.string(),
  ScalableTargetAction: z.object({ MinCapacity: z.number() }),
});

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Description: z.optional(z.string()) })),
  Outputs: z._default(z.record(z.string(), z.unknown()), {}),
  Resources: z.record(
    z.string(),
    z.object({
      Properties: z.optional(
        z.object({
          ReservedConcurrentExecutions: z.optional(z.number()),
          ScheduledActions: z.optional(z.array(scheduledActionSchema)),
        }),
      ),
    }),
  ),
});

interface StackInterface {
  /** The description of each parameter. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly outputs: ReadonlySet<string>;
}

export interface StageTemplate {
  readonly stacks: ReadonlyMap<string, StackInterface>;
  /** The concurrent executions that the functions reserve together. */
  readonly reservedConcurrency: number;
  /** What keeps instances ready, by the logical id of its resource. */
  readonly schedules: ReadonlyMap<string, readonly z.infer<typeof scheduledActionSchema>[]>;
  /** The lowest version of the stack CDKToolkit that CDK accepts. */
  readonly bootstrapVersion: number;
}

/** What a deployment may name for CDK's context. */
interface ContextSettings {
  readonly opening?: string;
  readonly venues?: string;
}

/** The templates of a stage, made offline and without bundles: nothing here looks into the code. */
export function synthesizeStage(stage: Stage, { opening, venues }: ContextSettings = {}): StageTemplate {
  const context = {
    "aws:cdk:bundling-stacks": [],
    ...(stage === "trial" && { trial: "true" }),
    ...(opening !== undefined && { opening }),
    ...(venues !== undefined && { venues }),
  };
  const app = new App({ outdir: createTemporaryFolder("deploy"), analyticsReporting: false, context });
  const stacks = [
    new PalaisEdgeStack(app, edgeStackName),
    new PalaisStack(app, stackName),
    new PalaisMonitoringStack(app, monitoringStackName),
  ];
  const assembly = app.synth({ skipValidation: true });
  const artifacts = stacks.map(({ artifactId }) => assembly.getStackArtifact(artifactId));
  const parsed = artifacts.map(({ stackName: name, template }) => ({ name, ...templateSchema.parse(template) }));
  const resources = parsed.flatMap(({ Resources }) => Object.entries(Resources));
  const reserved = resources.map(([, { Properties }]) => Properties?.ReservedConcurrentExecutions ?? 0);
  return {
    stacks: new Map(parsed.map(({ name, ...template }) => [name, toStackInterface(template)])),
    reservedConcurrency: reserved.reduce((sum, each) => sum + each, 0),
    schedules: new Map(
      resources.flatMap(([id, { Properties }]) =>
        Properties?.ScheduledActions ? [[id, Properties.ScheduledActions]] : [],
      ),
    ),
    bootstrapVersion: Math.max(...artifacts.map((each) => each.requiresBootstrapStackVersion ?? 0)),
  };
}

function toStackInterface({ Parameters, Outputs }: z.infer<typeof templateSchema>): StackInterface {
  // CDK adds the parameter BootstrapVersion to every template, which no person sets.
  const own = Object.entries(Parameters).filter(([name]) => name !== "BootstrapVersion");
  return {
    parameters: new Map(own.map(([name, { Description = "" }]) => [name, Description])),
    outputs: new Set(Object.keys(Outputs)),
  };
}

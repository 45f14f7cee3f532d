import { spawn } from "node:child_process";
import { type SettingValues, settings } from "./settings.ts";
import { type Deployment, deployments, type Stage, type StageTemplate } from "./stage.ts";

/** The arguments of a call of the CDK CLI. */
type CdkArguments = readonly string[];

/**
 * The call that deploys a stack. A parameter that is not named keeps its value. CDK does not ask whether permissions
 * may be created: the command has asked before.
 * @param readOutput the value of an output of a stack that is deployed already
 */
export function toCdkArguments(
  { stack, inputs }: Deployment,
  stage: Stage,
  template: StageTemplate,
  values: SettingValues,
  readOutput: (stack: string, output: string) => string,
): CdkArguments {
  const fromOutputs = inputs
    .filter(({ from }) => listDeployments(stage).some((each) => each.stack === from))
    .map(({ name, from }) => [name, readOutput(from, name)] as const);
  const fromSettings = settings.flatMap(({ option, parameter }) => {
    const value = values[option];
    const isOwn = parameter !== undefined && template.stacks.get(stack)?.parameters.has(parameter);
    return isOwn && value !== undefined ? [[parameter, value] as const] : [];
  });
  return [
    ...["deploy", stack, "--require-approval", "never"],
    ...(stage === "trial" ? ["-c", "trial=true"] : []),
    ...listContext(stack, values).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ...[...fromOutputs, ...fromSettings].flatMap(([name, value]) => ["--parameters", `${name}=${value}`]),
  ];
}

/** The settings of CDK's context for a stack. */
const listContext = (stack: string, values: SettingValues) =>
  settings.flatMap(({ option, context }) => {
    const value = values[option];
    return context?.stack === stack && value !== undefined ? [[context.name, value] as const] : [];
  });

/** The stacks of a stage, in the order of their deployment. */
export const listDeployments = (stage: Stage): Deployment[] =>
  deployments.filter(({ stages }) => stages.includes(stage));

/** The command as an engineer would type it. */
export const toCommandLine = (args: CdkArguments): string => ["npx", "cdk", ...args].join(" ");

/** Runs the CDK CLI of the project, whose output goes to the terminal. @throws Error if it fails */
export async function runCdk(args: CdkArguments, region: string): Promise<void> {
  process.stdout.write(`\n${toCommandLine(args)}\n`);
  const env = { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region };
  const child = spawn("cdk", args, { stdio: "inherit", env });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0)
    throw new Error(
      "cdk failed; its output above says why. What it deployed stays, or was rolled back: mend it and call again.",
    );
}

import { spawn } from "node:child_process";
import { edgeStackName, type Stage, stackName } from "./stage.ts";

/** The arguments of a call of the CDK CLI. */
export type CdkArguments = readonly string[];

/** CDK does not ask whether permissions may be created: the command has asked before. */
const unattended = ["--require-approval", "never"];

/** Deploys the firewall. */
export const toEdgeDeployment = (): CdkArguments => ["deploy", edgeStackName, ...unattended];

/** Deploys the system. A parameter that is not named keeps its value. */
export const toDeployment = (stage: Stage, parameters: readonly (readonly [string, string])[]): CdkArguments => [
  "deploy",
  stackName,
  ...unattended,
  ...(stage === "trial" ? ["-c", "trial=true"] : []),
  ...parameters.flatMap(([name, value]) => ["--parameters", `${name}=${value}`]),
];

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

import { createInterface } from "node:readline/promises";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { regions } from "../infra/regions.ts";
import { synthesisNotice } from "../local/lifecycle.ts";
import { runCommand, UsageError } from "./command.ts";
import { listDeployments, runCdk, toCdkArguments } from "./deploy/cdk.ts";
import { type CheckContext, describeOutcome, fail, pass } from "./deploy/check-outcome.ts";
import { listChecks, runCheck } from "./deploy/checks.ts";
import { assertInTemplate, describePlan } from "./deploy/plan.ts";
import { describePlaces, listNextSteps } from "./deploy/report.ts";
import {
  askSettings,
  completeSettings,
  describeKept,
  describeMissing,
  type FormerDeployment,
  hasContext,
  listNeeded,
  parseSettings,
  type SettingValues,
  toSettings,
} from "./deploy/settings.ts";
import { createFirstUser, hasSecretariat } from "./deploy/staff.ts";
import { type Stage, type StageTemplate, stackName, stages, synthesizeStage } from "./deploy/stage.ts";
import { type ExistingStack, findStack, getOutput } from "./existing-stack.ts";
import { printProgress } from "./print.ts";

/**
 * Deploys a stage with the usual AWS credentials: asks for what it needs, checks the account before it changes
 * anything, deploys the stacks with CDK, and creates the first member of staff. Each step can be repeated. `--plan`
 * prints the steps, without an account.
 */
await runCommand(
  {
    usage: "deploy -- --stage trial|production [--region NAME] [--email-from ADDRESS ...] [--plan]",
    options: {
      stage: { type: "string", help: "trial (small, for a new account) or production" },
      region: { type: "string", help: "the region; without it, AWS_REGION or that of the profile" },
      "email-from": { type: "string", help: "the sender of emails; its domain is verified in SES" },
      "site-address": { type: "string", help: "the site, such as https://registration.example.org" },
      "certificate-arn": { type: "string", help: "the certificate of the site, in ACM in us-east-1" },
      "alarm-email": { type: "string", help: "the address that receives alarms" },
      "monthly-budget": { type: "string", help: "the costs of a month, in USD, that are announced (100)" },
      "staff-email": { type: "string", help: "the first user of the secretariat; used only if there is none" },
      opening: {
        type: "string",
        help: "keep instances ready around a time such as 2027-03-01T09:00:00Z; `none` removes it",
      },
      venues: {
        type: "string",
        help: "networks of the venue that the firewall does not count, with commas; `none` removes it",
      },
      plan: { type: "boolean", default: false, help: "print the steps; needs no account, and calls nothing" },
    },
  },
  async ({ values: { stage: stageName, region: regionName, plan, ...rest } }) => {
    const stage = stages.find((each) => each === stageName);
    if (stage === undefined) throw new UsageError(`--stage must be ${stages.join(" or ")}.`);
    if (regionName !== undefined && !regions.some((each) => each === regionName))
      throw new UsageError(`--region must be one of ${regions.join(", ")}.`);
    const given = parseSettings(rest);
    if (!hasContext(stage) && (given.opening ?? given.venues) !== undefined)
      throw new UsageError("--opening and --venues are of a production stage: a trial has neither quota nor firewall.");
    if (stage === "trial" && given["monthly-budget"] !== undefined)
      throw new UsageError("--monthly-budget is of a production stage: a trial has no budget.");
    printProgress(synthesisNotice);
    const template = synthesizeStage(stage, given);
    assertInTemplate(template);
    if (plan) {
      print(...describePlan(stage, template, given));
      return 0;
    }
    if (!process.stdin.isTTY) print(...describeMissing(stage, given));
    const caller = await identifyAccount(regionName);
    if (caller === undefined) return 1;
    return deploy(stage, template, given, caller);
  },
);

interface Caller {
  readonly region: string;
  readonly account: string;
}

function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** @returns `undefined` without a region or valid credentials, after it has said so */
async function identifyAccount(regionName: string | undefined): Promise<Caller | undefined> {
  const mend = "sign in (aws sso login, aws configure), set AWS_PROFILE, and name the region with --region";
  try {
    const named = regionName ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
    const client = new STSClient(named === undefined ? {} : { region: named });
    const region = await client.config.region();
    const { Account: account = "", Arn } = await client.send(new GetCallerIdentityCommand({}));
    print(describeOutcome("credentials", pass(`account ${account}, ${Arn}`)));
    return { region, account };
  } catch (error) {
    const [reason = ""] = error instanceof Error ? error.message.split("\n") : [String(error)];
    if (reason === "Region is missing") {
      const name = "name it with --region or AWS_REGION, or set AWS_PROFILE to a profile with a region";
      print(describeOutcome("region", fail("none is named", name)));
      return undefined;
    }
    print(describeOutcome("credentials", fail(`AWS does not accept them (${reason})`, mend)));
    return undefined;
  }
}

async function deploy(stage: Stage, template: StageTemplate, given: SettingValues, caller: Caller): Promise<number> {
  const { region, account } = caller;
  const existing = await findStack(region, stackName);
  const values = await collectSettings(stage, given, existing, region);
  const failed = await runChecks({ stage, template, values, existing, ...caller });
  if (failed > 0) {
    print(`\nNothing was changed: ${failed} of the checks failed. Mend them, and call again.`);
    return 1;
  }
  const question = `\nDeploy the ${stage} stage to account ${account} in ${region}? [y/N] `;
  if (process.stdin.isTTY && !/^y(es)?$/i.test((await askOnTerminal(question)).trim())) {
    print("Nothing was changed.");
    return 0;
  }
  await deployStacks(stage, template, values, region);
  await finish(stage, values, region);
  return 0;
}

/** @throws Error if the input ends, such as by Ctrl-D */
async function askOnTerminal(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const end = new AbortController();
  lines.once("close", () => end.abort());
  try {
    return await lines.question(question, { signal: end.signal });
  } catch (error) {
    throw end.signal.aborted ? new Error("The input has ended. Nothing was changed.") : error;
  } finally {
    lines.close();
  }
}

async function collectSettings(
  stage: Stage,
  given: SettingValues,
  existing: ExistingStack | undefined,
  region: string,
): Promise<SettingValues> {
  const pool = existing?.outputs.get("UserPoolId");
  const needed = listNeeded(stage, pool !== undefined && (await hasSecretariat(region, pool)));
  const kept = toSettings(await loadFormerDeployment(stage, existing, region), stage, Date.now());
  print(...describeKept(given, kept));
  if (!process.stdin.isTTY) return completeSettings(needed, given, kept);
  return askSettings(needed, given, kept, askOnTerminal);
}

async function loadFormerDeployment(
  stage: Stage,
  existing: ExistingStack | undefined,
  region: string,
): Promise<FormerDeployment> {
  const stacks = await Promise.all(
    listDeployments(stage).map(({ stack, region: where = region }) =>
      stack === stackName ? existing : findStack(where, stack),
    ),
  );
  const merge = (part: keyof FormerDeployment) => new Map(stacks.flatMap((each) => [...(each?.[part] ?? [])]));
  return { parameters: merge("parameters"), outputs: merge("outputs") };
}

/** Prints the outcome of each check. @returns how many failed */
async function runChecks(context: CheckContext): Promise<number> {
  let failed = 0;
  for (const check of listChecks(context)) {
    const outcome = await runCheck(check, context);
    if (outcome.mend !== undefined) failed += 1;
    print(describeOutcome(check.subject, outcome));
  }
  return failed;
}

/** A later stack has outputs of earlier ones as parameters. */
async function deployStacks(
  stage: Stage,
  template: StageTemplate,
  values: SettingValues,
  region: string,
): Promise<void> {
  const deployed = new Map<string, ExistingStack>();
  const readOutput = (stack: string, output: string) => getOutput(deployed.get(stack), output);
  for (const deployment of listDeployments(stage)) {
    const where = deployment.region ?? region;
    await runCdk(toCdkArguments(deployment, stage, template, values, readOutput), where);
    const stack = await findStack(where, deployment.stack);
    if (stack) deployed.set(deployment.stack, stack);
  }
}

/** Creates the first user, if there is none, and says where everything is. */
async function finish(stage: Stage, values: SettingValues, region: string): Promise<void> {
  const stack = await findStack(region, stackName);
  const pool = getOutput(stack, "UserPoolId");
  const email = values["staff-email"];
  const isFirst = email !== undefined && !(await hasSecretariat(region, pool));
  if (isFirst) await createFirstUser(region, pool, email);
  print("", isFirst ? `${email} is the first user of the secretariat.` : "The secretariat has users already.", "");
  print(...describePlaces(region, stack), "", "Next:");
  const { "staff-email": _, ...others } = values;
  const steps = listNextSteps(stage, isFirst ? values : others, getOutput(stack, "DistributionDomainName"));
  print(...steps.map((step, index) => `${index + 1}. ${step}`));
}

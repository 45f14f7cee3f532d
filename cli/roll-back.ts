import {
  type FunctionConfiguration,
  GetAliasCommand,
  LambdaClient,
  paginateListFunctions,
  paginateListVersionsByFunction,
  ResourceNotFoundException,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { liveAlias } from "../infra/build-paths.ts";
import { runCommand, UsageError } from "./command.ts";

/**
 * Makes a deployed system answer with the code of a time, in seconds: each alias is set to the newest version of its
 * function that was published before. `--plan` prints what it would do. Uses the usual AWS credentials. The next
 * deployment makes the newest code live again.
 */
await runCommand(
  {
    usage: "roll-back -- --to TIME [--stack NAME] [--plan]",
    options: {
      to: { type: "string", help: "a time: each function answers with its newest version that was published before" },
      stack: { type: "string", default: "Palais", help: "the stack (Palais)" },
      plan: { type: "boolean", default: false, help: "print what it would do, and change nothing" },
    },
  },
  async ({ values: { to, stack, plan } }) => {
    const time = Date.parse(to ?? "");
    if (Number.isNaN(time)) throw new UsageError("--to must be a time, such as 2026-11-30T08:00:00Z.");
    const client = new LambdaClient();
    const functions = await listReleasedFunctions(client, stack);
    if (functions.length === 0) throw new Error(`The stack ${stack} has no function with the alias ${liveAlias}.`);
    const steps = await Promise.all(functions.map((each) => planStep(client, each, time)));
    const missing = steps.filter(({ target }) => target === undefined);
    for (const { name, live, target } of steps)
      process.stdout.write(`${name}: ${live} -> ${target ?? "no version before that time"}\n`);
    if (missing.length > 0)
      throw new Error(
        `Nothing was changed: ${missing.map(({ name }) => name).join(", ")} had no version before that time. ` +
          "Choose a later time, or deploy the last good commit.",
      );
    const changed = steps.filter(({ live, target }) => live !== target);
    if (!plan) for (const { name, target = "" } of changed) await setAlias(client, name, target);
    process.stdout.write(`${changed.length} of ${steps.length} functions ${plan ? "would be" : "are"} set back\n`);
    return 0;
  },
);

interface ReleasedFunction {
  readonly name: string;
  /** The version that the alias leads to. */
  readonly live: string;
}

interface RollBackStep extends ReleasedFunction {
  readonly target: string | undefined;
}

async function listReleasedFunctions(client: LambdaClient, stack: string): Promise<ReleasedFunction[]> {
  const released: ReleasedFunction[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    const names = Functions.flatMap(({ FunctionName }) => FunctionName ?? []);
    for (const name of names.filter((each) => each.startsWith(`${stack}-`))) {
      const live = await findLiveVersion(client, name);
      if (live !== undefined) released.push({ name, live });
    }
  }
  return released;
}

/** @returns `undefined` for a function without the alias, such as a consumer of the stream */
async function findLiveVersion(client: LambdaClient, FunctionName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetAliasCommand({ FunctionName, Name: liveAlias }))).FunctionVersion;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** @param time in ms since 1970 */
async function planStep(client: LambdaClient, released: ReleasedFunction, time: number): Promise<RollBackStep> {
  const versions: FunctionConfiguration[] = [];
  const pages = paginateListVersionsByFunction({ client }, { FunctionName: released.name });
  for await (const page of pages) versions.push(...(page.Versions ?? []));
  const published = versions.filter(({ Version, LastModified = "" }) => {
    return Version !== "$LATEST" && Date.parse(LastModified) < time;
  });
  const target = published.toSorted((a, b) => Number(b.Version) - Number(a.Version))[0]?.Version;
  return { ...released, target };
}

/** All requests go to the version at once, also if a release is in progress. */
async function setAlias(client: LambdaClient, FunctionName: string, FunctionVersion: string): Promise<void> {
  const RoutingConfig = { AdditionalVersionWeights: {} };
  await client.send(new UpdateAliasCommand({ FunctionName, Name: liveAlias, FunctionVersion, RoutingConfig }));
}

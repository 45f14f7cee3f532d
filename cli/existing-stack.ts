import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";

export interface ExistingStack {
  /** Such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
}

/**
 * @param region that of the usual AWS settings if it is `undefined`
 * @returns `undefined` if there is no such stack
 */
export async function findStack(region: string | undefined, name: string): Promise<ExistingStack | undefined> {
  try {
    const client = new CloudFormationClient(region === undefined ? {} : { region });
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const [stack] = Stacks;
    if (stack === undefined) return undefined;
    return {
      status: stack.StackStatus ?? "",
      parameters: toMap(stack.Parameters?.map((each) => [each.ParameterKey, each.ParameterValue])),
      outputs: toMap(stack.Outputs?.map((each) => [each.OutputKey, each.OutputValue])),
    };
  } catch (error) {
    // CloudFormation has no error of its own for a stack that does not exist.
    if (error instanceof Error && error.name === "ValidationError" && error.message.includes("does not exist"))
      return undefined;
    throw error;
  }
}

const toMap = (entries: readonly (readonly [string | undefined, string | undefined])[] = []): Map<string, string> =>
  new Map(entries.flatMap(([key, value]) => (key === undefined || value === undefined ? [] : [[key, value]])));

/** @throws Error if there is no such stack, or it has no such output */
export function getOutput(stack: ExistingStack | undefined, name: string): string {
  const value = stack?.outputs.get(name);
  if (value === undefined) throw new Error(`No stack has the output ${name}.`);
  return value;
}

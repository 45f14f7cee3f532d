import type { AwsCall } from "./aws-calls.ts";

/** A statement of a function's role. It can be sent to a thread. */
export interface PolicyStatement {
  readonly actions: readonly RegExp[];
  readonly resources: readonly RegExp[];
  /** By key, the values of which a call must have one. */
  readonly equals: Readonly<Record<string, readonly string[]>>;
}

/** Whether one of the statements allows the call. */
export function isCallAllowed(
  statements: readonly PolicyStatement[],
  { action, resource, context = {} }: AwsCall,
): boolean {
  const matches = (patterns: readonly RegExp[], text: string) => patterns.some((each) => each.test(text));
  return statements.some(
    ({ actions, resources, equals }) =>
      matches(actions, action) &&
      matches(resources, resource) &&
      Object.entries(equals).every(([key, values]) => values.includes(context[key] ?? "")),
  );
}

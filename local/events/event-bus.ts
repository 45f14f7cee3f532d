import type { LocalContext } from "../context.ts";
import type { LocalFunctions } from "../functions/local-functions.ts";
import { listResources } from "../template/resources.ts";
import { compilePattern } from "./event-pattern.ts";

/** The default event bus of EventBridge. */
export interface EventBus {
  /** Sends an event to the targets of every matching rule, and waits for them. */
  put(event: Readonly<Record<string, unknown>>): Promise<void>;
  /** The names of the rules. */
  readonly rules: readonly string[];
}

/** EventBridge retries for longer. */
const maxAttempts = 5;

/** Creates the event bus with the rules of the template that have a pattern. */
export function createEventBus({ stack, scope, runner }: LocalContext, functions: LocalFunctions): EventBus {
  const rules = listResources("AWS::Events::Rule", stack.template, scope).flatMap(({ logicalId: name, properties }) => {
    const { EventPattern, State, Targets } = properties;
    if (!EventPattern || State !== "ENABLED") return [];
    const matches = compilePattern(JSON.stringify(EventPattern));
    return [{ name, matches, targets: Targets.map(({ Arn }) => functions.find(Arn)) }];
  });
  return {
    rules: rules.map(({ name }) => name),
    put: async (event) => {
      const invocations = rules.flatMap(({ name, matches, targets }) => {
        const log = (text: string) => runner.log(`${name}: ${text}`);
        const invoked = matches(event) ? targets : [];
        return invoked.map((target) =>
          target.invokeWithRetry(event, maxAttempts, (attempt) => 200 * 2 ** attempt, log),
        );
      });
      await Promise.all(invocations);
    },
  };
}

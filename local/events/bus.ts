import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context.ts";
import type { LocalFunction } from "../functions/local-function.ts";
import type { Functions } from "../functions/run.ts";
import { resourcesOf } from "../template/resources.ts";

/** Takes an event to every rule of the template that matches it. */
export interface EventBus {
  put(event: Readonly<Record<string, unknown>>): Promise<void>;
  /** The rules it knows, by name. */
  readonly rules: readonly string[];
}

/** A target that fails is tried again so often, as EventBridge would for longer. */
const attempts = 5;

/** The default event bus: the rules of the template that have a pattern. */
export function eventBus({ stack, scope, house }: Context, functions: Functions): EventBus {
  const rules = resourcesOf("AWS::Events::Rule", stack.template, scope).flatMap(({ logicalId, properties }) => {
    const { EventPattern, State, Targets } = properties;
    if (!EventPattern || State !== "ENABLED") return [];
    return [{ name: logicalId, pattern: EventPattern, targets: Targets.map(({ Arn }) => functions.find(Arn)) }];
  });
  return {
    rules: rules.map(({ name }) => name),
    put: async (event) => {
      const taken = rules.filter(({ pattern }) => matches(pattern, event));
      const runs = taken.flatMap(({ name, targets }) =>
        targets.map((target) => invoke(target, event, (text) => house.remark(`${name}: ${text}`))),
      );
      await Promise.all(runs);
    },
  };
}

async function invoke(target: LocalFunction, event: unknown, remark: (text: string) => void): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await target.invoke(event);
      return;
    } catch (error) {
      if (attempt === attempts) return remark(error instanceof Error ? error.message : String(error));
      await sleep(200 * 2 ** attempt);
    }
  }
}

/** Exact values alone, which is all that the template's patterns use; anything else matches nothing. */
export function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.includes(value);
  if (typeof pattern !== "object" || pattern === null || typeof value !== "object" || value === null) return false;
  return Object.entries(pattern).every(([key, each]) => matches(each, (value as Record<string, unknown>)[key]));
}

import * as z from "zod/mini";
import type { Fault } from "#shared/domain/refusal.ts";

type Issue = z.core.$ZodIssue;

/** At most so many faults are told at a time; a body can break a rule thousands of times. */
const mostFaults = 50;

const tooBig: Record<string, string> = { array: "tooMany", string: "tooLong" };
const rulesOfFormat: Record<string, string> = { email: "email", regex: "pattern" };

/** The rule of the catalogue that an issue breaks, with the numbers its words need. */
function ruleOf(issue: Issue): Pick<Fault, "rule" | "values"> {
  switch (issue.code) {
    case "invalid_type":
      return { rule: issue.input === undefined ? "required" : "wrongType" };
    case "invalid_value":
      return { rule: issue.input === undefined ? "required" : "notOneOf" };
    case "invalid_format":
      return { rule: rulesOfFormat[issue.format] ?? "pattern" };
    case "too_big": {
      const maximum = Number(issue.maximum);
      return { rule: tooBig[issue.origin] ?? "tooLarge", values: { maximum } };
    }
    case "too_small": {
      const minimum = Number(issue.minimum);
      return {
        rule: issue.origin === "array" || issue.origin === "string" ? "tooShort" : "tooSmall",
        values: { minimum },
      };
    }
    case "custom":
      return { rule: issue.message, values: (issue.params ?? {}) as Record<string, number> };
    default:
      return { rule: "wrongType" };
  }
}

const pathOf = (path: readonly PropertyKey[]) => path.map(String).join(".");

function faultsOf(issue: Issue): Fault[] {
  if (issue.code !== "unrecognized_keys") return [{ path: pathOf(issue.path), ...ruleOf(issue) }];
  return issue.keys.map((key) => ({ path: pathOf([...issue.path, key.slice(0, 100)]), rule: "unknownField" }));
}

/** Only the first fault of a path: a text that is too long needn't be told that it also has bad characters. */
function firstOfEachPath(faults: readonly Fault[]): Fault[] {
  const seen = new Map<string, Fault>();
  for (const fault of faults) if (!seen.has(fault.path)) seen.set(fault.path, fault);
  return [...seen.values()].slice(0, mostFaults);
}

/** What a value has to be. On the server a fault is a refusal, on a page it stands beside its field. */
export type Checked<T> = { readonly value: T } | { readonly faults: readonly Fault[] };

/** The value as its schema says, or path and rule of each fault. */
export function check<T extends z.ZodMiniType>(schema: T, value: unknown): Checked<z.output<T>> {
  const result = z.safeParse(schema, value, { reportInput: true });
  return result.success ? { value: result.data } : { faults: firstOfEachPath(result.error.issues.flatMap(faultsOf)) };
}

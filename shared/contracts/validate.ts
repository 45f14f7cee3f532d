import * as z from "zod/mini";
import { DomainError, type FieldError } from "#shared/model/domain-error.ts";
import { truncateText } from "#shared/text/text-rules.ts";

type ZodIssue = z.core.$ZodIssue;

/** The maximum number of reported errors, because a body can break a rule thousands of times. */
const maxFieldErrors = 50;

const tooBigRules: Record<string, string> = { array: "tooMany", string: "tooLong" };
const formatRules: Record<string, string> = { email: "email", regex: "pattern" };

/** The broken rule, from the namespace `validation`, with the numbers for its message. */
function toFieldRule(issue: ZodIssue): Pick<FieldError, "rule" | "values"> {
  switch (issue.code) {
    case "invalid_type":
      return { rule: issue.input === undefined ? "required" : "wrongType" };
    case "invalid_value":
      return { rule: issue.input === undefined ? "required" : "notOneOf" };
    case "invalid_format":
      return { rule: formatRules[issue.format] ?? "pattern" };
    case "too_big": {
      const maximum = Number(issue.maximum);
      return { rule: tooBigRules[issue.origin] ?? "tooLarge", values: { maximum } };
    }
    case "too_small": {
      const minimum = Number(issue.minimum);
      return {
        rule: issue.origin === "array" || issue.origin === "string" ? "tooShort" : "tooSmall",
        values: { minimum },
      };
    }
    case "custom":
      return { rule: issue.message, values: (issue.params ?? {}) as Record<string, string | number> };
    default:
      return { rule: "wrongType" };
  }
}

const formatPath = (path: readonly PropertyKey[]) => path.map(String).join(".");

function toFieldErrors(issue: ZodIssue): FieldError[] {
  // A value that one of several types almost fits, such as an object among texts, has the errors of that type.
  const almost = issue.code === "invalid_union" ? issue.errors.filter((errors) => errors.every(hasPath)) : [];
  if (almost.length === 1 && almost[0])
    return almost[0].flatMap((inner) => toFieldErrors({ ...inner, path: [...issue.path, ...inner.path] }));
  if (issue.code !== "unrecognized_keys") return [{ path: formatPath(issue.path), ...toFieldRule(issue) }];
  return issue.keys.map((key) => ({ path: formatPath([...issue.path, truncateText(key, 100)]), rule: "unknownField" }));
}

const hasPath = ({ path }: ZodIssue) => path.length > 0;

/** Only the first error of each path, such as the length of a text but not also its characters. */
function keepFirstPerPath(errors: readonly FieldError[]): FieldError[] {
  const seen = new Map<string, FieldError>();
  for (const error of errors) if (!seen.has(error.path)) seen.set(error.path, error);
  return [...seen.values()].slice(0, maxFieldErrors);
}

/** The parsed value, or its errors. The server rejects the request with them; a page shows each beside its field. */
export type ValidationResult<T> = { readonly value: T } | { readonly fieldErrors: readonly FieldError[] };

/** The value as its schema parses it, or the path and rule of each error. */
export function validate<T extends z.ZodMiniType>(schema: T, value: unknown): ValidationResult<z.output<T>> {
  const result = z.safeParse(schema, value, { reportInput: true });
  return result.success
    ? { value: result.data }
    : { fieldErrors: keepFirstPerPath(result.error.issues.flatMap(toFieldErrors)) };
}

/**
 * The value as its schema parses it.
 * @param pathPrefix the prefix of each error path; empty for the body
 * @throws DomainError `invalid-request` with the path and rule of each error
 */
export function parseInput<T extends z.ZodMiniType>(schema: T, value: unknown, pathPrefix = ""): z.output<T> {
  const checked = validate(schema, value);
  if ("value" in checked) return checked.value;
  throw new DomainError(
    "invalid-request",
    checked.fieldErrors.map((error) => ({ ...error, path: pathPrefix + error.path })),
  );
}

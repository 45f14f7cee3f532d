import type * as z from "zod/mini";
import { check } from "#shared/contract/faults.ts";
import { Refusal } from "#shared/domain/refusal.ts";

/**
 * The value as its schema says.
 * @param where where the value stood, before each path: empty for the body
 * @throws Refusal `invalid-request` with path and rule of each fault
 */
export function parse<T extends z.ZodMiniType>(schema: T, value: unknown, where = ""): z.output<T> {
  const checked = check(schema, value);
  if ("value" in checked) return checked.value;
  throw new Refusal(
    "invalid-request",
    checked.faults.map((fault) => ({ ...fault, path: where + fault.path })),
  );
}

import { expect, test } from "vitest";
import type * as z from "zod/mini";
import { operations } from "#shared/http/operations.ts";

/** The paths of the texts in a schema that a rule for typed text checks, such as its length or its characters. */
function listCheckedTexts(schema: z.core.$ZodType, path: string, seen = new Set<z.core.$ZodType>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { def } = schema._zod as unknown as { def: Record<string, unknown> & { type: string } };
  const parts: (readonly [string, unknown])[] = [
    ...Object.entries((def["shape"] ?? {}) as Record<string, unknown>),
    ...((def["options"] ?? []) as unknown[]).map((option) => ["|", option] as const),
    ...["element", "innerType", "in", "out", "valueType"].map(
      (name) => [name === "element" ? "[]" : "", def[name]] as const,
    ),
  ];
  const checks = (def["checks"] ?? []) as readonly { readonly _zod: { readonly def: { readonly check: string } } }[];
  const isChecked =
    def.type === "string" && checks.some(({ _zod }) => ["custom", "overwrite"].includes(_zod.def.check));
  const inner = parts.flatMap(([name, part]) =>
    part && typeof part === "object" && "_zod" in part
      ? listCheckedTexts(part as z.core.$ZodType, name ? `${path}.${name}` : path, seen)
      : [],
  );
  return isChecked ? [path, ...inner] : inner;
}

test("no answer fails because a stored text breaks a rule that came later", () => {
  const checked = Object.entries(operations).flatMap(([id, { response }]) => listCheckedTexts(response, id));
  expect(checked).toEqual([]);
  // The search finds the rules where there are some.
  expect(listCheckedTexts(operations.submitRegistration.body, "")).not.toEqual([]);
});

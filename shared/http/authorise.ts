import type { Route } from "#shared/contract/routes.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Caller } from "./caller.ts";

/**
 * Whether this kind of caller may use the address at all; whose object it is, the handler asks (`caller.ts`).
 * Nobody may where the table of routes doesn't say so.
 * @throws Refusal `not-signed-in`, `not-allowed`
 */
export function allowed({ access }: Route, caller: Caller): void {
  if (access.includes("public")) return;
  if (caller.kind === "anonymous") throw new Refusal("not-signed-in");
  const mayAs = caller.kind === "delegate" ? (["delegate", "focal-point"] as const) : caller.groups;
  if (!mayAs.some((role) => access.includes(role))) throw new Refusal("not-allowed");
}

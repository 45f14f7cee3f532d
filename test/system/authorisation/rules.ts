import { type OperationId, routes } from "#shared/contract/routes.ts";
import type { RefusalCode } from "#shared/domain/refusal.ts";
import type { Role, Where } from "./roles.ts";
import type { ValidCall } from "./valid-call.ts";

/** Whose the object of a call is: of the caller's delegation or another, at the caller's conference or another. */
export interface Scope {
  readonly delegation: "own" | "other";
  readonly where: Where;
}

export const scopes: readonly Scope[] = [
  { delegation: "own", where: "here" },
  { delegation: "other", where: "here" },
  { delegation: "own", where: "there" },
  { delegation: "other", where: "there" },
];

type What = "nothing" | "conference" | "object";

function whatOf(operation: OperationId): What {
  const { path } = routes[operation];
  if (path.includes("{conferenceId}")) return "conference";
  return path.includes("{") ? "object" : "nothing";
}

/**
 * What the rules say of a call, in words of their own: the production code isn't asked. Who isn't known signs in first
 * (401); who may never use the address is told so (403); of what isn't theirs nobody learns that it is there (404).
 */
export function ruleFor(operation: OperationId, call: ValidCall, role: Role, scope: Scope): "allowed" | RefusalCode {
  const { may, owned } = call;
  if (may.includes("public")) return "allowed";
  if (role.is === "unknown") return owned ? "not-found" : "not-signed-in";
  const what = whatOf(operation);
  return role.is === "staff" ? ruleForStaff(call, role, scope, what) : ruleForLink(call, role.is, scope, what);
}

/** A mailed link opens one registration, or what belongs to one's delegations, at the conference it was mailed for. */
function ruleForLink({ may, owned }: ValidCall, role: "delegate" | "focal-point", scope: Scope, what: What) {
  if (!owned && !may.includes("delegate") && !may.includes("focal-point")) return "not-allowed";
  const isTheirs = what === "object" && scope.delegation === "own" && scope.where === "here";
  return isTheirs && may.includes(role) ? "allowed" : "not-found";
}

/** Staff work in the groups that both the user pool and the conference give them. */
function ruleForStaff({ may, owned }: ValidCall, role: Role & { is: "staff" }, { where }: Scope, what: What) {
  const mayAtAll = role.groups.some((group) => may.includes(group));
  if (!mayAtAll && !owned) return "not-allowed";
  if (what === "nothing") return "allowed";
  const named = role.named[where];
  const works = named !== undefined && role.groups.includes(named);
  if (works && may.includes(named)) return "allowed";
  if (what === "object") return "not-found";
  return works ? "not-allowed" : "unknown-conference";
}

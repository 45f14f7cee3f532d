import type { Actor } from "#shared/model/actor.ts";
import { type Conference, type ConferenceRole, type RoleAssigner, roleAssigners } from "#shared/model/conference.ts";
import { DomainError, type FieldError } from "#shared/model/domain-error.ts";
import { headOfDelegation, type Registration } from "#shared/model/registration.ts";

/** The roles of a conference that defines none: in public, people register as delegates. */
const defaultRoles: readonly ConferenceRole[] = [
  { role: headOfDelegation, assignableBy: "focal-point", listOrder: 0 },
  { role: "delegate", assignableBy: "anyone" },
  { role: "alternate", assignableBy: "focal-point", listOrder: 1 },
  { role: "adviser", assignableBy: "focal-point" },
  { role: "speaker", assignableBy: "focal-point" },
  { role: "moderator", assignableBy: "focal-point" },
  { role: "observer", assignableBy: "focal-point" },
  { role: "staff", assignableBy: "focal-point" },
];

/** The roles that people may have at a conference. */
export const listRoles = ({ roles }: Pick<Conference, "roles">): readonly ConferenceRole[] => roles ?? defaultRoles;

const canAssign = (assignableBy: RoleAssigner, by: RoleAssigner) =>
  roleAssigners.indexOf(assignableBy) <= roleAssigners.indexOf(by);

/** The roles that this kind of caller may assign. */
export const listAssignableRoles = <Role extends Pick<ConferenceRole, "assignableBy">>(
  roles: readonly Role[],
  by: RoleAssigner,
): Role[] => roles.filter(({ assignableBy }) => canAssign(assignableBy, by));

/** The role of a person who chooses none in the public form: delegate if the conference lets the public choose it. */
export function findDefaultRole(roles: readonly Pick<ConferenceRole, "role" | "assignableBy">[]): string | undefined {
  const assignable = listAssignableRoles(roles, "anyone");
  return (assignable.find(({ role }) => role === "delegate") ?? assignable[0])?.role;
}

/** The role of a person whose form names none: the default role of the conference, if the public may choose any. */
export const getDefaultRole = ({
  roles = defaultRoles,
}: {
  readonly roles?: readonly Pick<ConferenceRole, "role" | "assignableBy">[] | undefined;
}): string => findDefaultRole(roles) ?? "delegate";

const assigners: Readonly<Record<Actor["kind"], RoleAssigner>> = {
  public: "anyone",
  delegate: "anyone",
  "focal-point": "focal-point",
  staff: "secretariat",
  system: "secretariat",
};

/**
 * An error at `role` unless the actor may give this role to a person. A role that the person has already is not given.
 */
export function findRoleErrors(
  conference: Conference,
  before: Registration | undefined,
  { role }: Pick<Registration, "role">,
  actor: Actor,
): FieldError[] {
  if (before?.role === role) return [];
  const found = listRoles(conference).find((each) => each.role === role);
  if (!found) return [{ path: "role", rule: "notOneOf" }];
  return canAssign(found.assignableBy, assigners[actor.kind]) ? [] : [{ path: "role", rule: "roleNotAssignable" }];
}

/** The maximum number of live members of one delegation with this role; a delegation's one head is a uniqueness constraint. */
export const findRoleMaximum = (conference: Conference, role: string): number | undefined =>
  role === headOfDelegation ? undefined : listRoles(conference).find((each) => each.role === role)?.maxPerDelegation;

/**
 * Asserts that a delegation has capacity for one more member with this role.
 * @param others the other live members
 * @throws DomainError `invalid-request` at `role`
 */
export function assertRoleCapacity(conference: Conference, others: readonly Registration[], role: string): void {
  const maximum = findRoleMaximum(conference, role);
  if (maximum === undefined) return;
  if (others.filter((each) => each.role === role).length < maximum) return;
  throw new DomainError("invalid-request", [{ path: "role", rule: "tooManyInRole", values: { maximum } }]);
}

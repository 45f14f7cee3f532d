import type { Pools } from "#shared/capacity/seats.rules.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { ChangeRequest, FieldChange, Registration } from "#shared/model/registration.ts";
import { listFieldChanges } from "#shared/registrations/field-changes.rules.ts";
import { createChange, passportPath } from "#shared/registrations/registration.rules.ts";
import {
  applyAmendment,
  assertPlausible,
  freeFields,
  mergeAmendment,
  type RegistrationAmendment,
} from "./amendment.rules.ts";

/** The part of an amendment that the owner changes without the secretariat, and the part that vouches for something. */
function splitAmendment(amendment: RegistrationAmendment) {
  const entries = Object.entries(amendment);
  const select = (isFree: boolean) =>
    Object.fromEntries(entries.filter(([field]) => freeFields.has(field) === isFree)) as RegistrationAmendment;
  return { free: select(true), reserved: select(false) };
}

/**
 * The owner or the focal point amends a registration. After the approval, what vouches for something becomes a request to
 * the secretariat, which replaces an earlier one; the rest changes at once. In any other state as `applyAmendment`.
 * @throws DomainError as `applyAmendment`; `ask-secretariat` for the delegation
 */
export function amendOrRequest(
  conference: Conference,
  pools: Pools,
  before: Registration,
  amendment: RegistrationAmendment,
  context: CommandContext,
): Change {
  const { free, reserved } = splitAmendment(amendment);
  const requested = mergeAmendment(conference, pools, before, reserved, context.at);
  const changes = listFieldChanges(before, requested);
  if (before.accreditation.state !== "approved" || changes.length === 0)
    return applyAmendment(conference, pools, before, amendment, context);
  if (changes.some(({ path }) => path === "delegation"))
    throw new DomainError("ask-secretariat", [{ path: "delegation", rule: "onlySecretariat" }]);
  assertPlausible(conference, before, requested, context);
  const amended = applyAmendment(conference, pools, before, free, context);
  const changeRequest: ChangeRequest = {
    at: context.at,
    changes,
    ...(changes.some(({ path }) => path === passportPath) && { passportDigest: requested.passportDigest ?? null }),
  };
  return {
    ...amended,
    action: "request-change",
    registrations: amended.registrations.map((each) => ({ ...each, after: { ...each.after, changeRequest } })),
  };
}

/** @throws DomainError `wrong-state` without an open request */
export function getChangeRequest({ changeRequest }: Registration): ChangeRequest {
  if (!changeRequest) throw new DomainError("wrong-state");
  return changeRequest;
}

/** The requested values as the secretariat amends them. */
function toRequestedAmendment({ changes, passportDigest }: ChangeRequest): RegistrationAmendment {
  const collect = (group: string) =>
    changes.filter(({ path }) => path.startsWith(`${group}.`) && path !== passportPath);
  const toEntry = ({ path, after = null }: FieldChange) => [path.slice(path.lastIndexOf(".") + 1), after] as const;
  const [person, latinName] = [collect("person"), collect("latinName")];
  return {
    ...Object.fromEntries(changes.filter(({ path }) => !path.includes(".")).map(toEntry)),
    ...(person.length > 0 && { person: Object.fromEntries(person.map(toEntry)) }),
    ...(latinName.length > 0 && { latinName: Object.fromEntries(latinName.map(toEntry)) }),
    ...(passportDigest !== undefined && { passportDigest }),
  };
}

/**
 * The secretariat accepts the open request: the ordinary correction, with its e-mails.
 * @throws DomainError `wrong-state` without an open request; as `applyAmendment`
 */
export function acceptChangeRequest(
  conference: Conference,
  pools: Pools,
  before: Registration,
  context: CommandContext,
): Change {
  const amended = applyAmendment(conference, pools, before, toRequestedAmendment(getChangeRequest(before)), context);
  const registrations = amended.registrations.map(({ after: { changeRequest: _, ...after }, ...each }) => ({
    ...each,
    after,
  }));
  return { ...amended, action: "accept-change", registrations };
}

/** The secretariat declines the open request; the person learns why. @throws DomainError `wrong-state` without one */
export function declineChangeRequest(before: Registration, reason: string, context: CommandContext): Change {
  const { changes } = getChangeRequest(before);
  const { changeRequest: _, ...after } = before;
  const { registrationId } = before;
  const fields = changes.map(({ path }) => path);
  return {
    ...createChange(before, after, "decline-change", context, reason),
    emails: [{ kind: "change-declined", registrationId, reason, fields }],
  };
}

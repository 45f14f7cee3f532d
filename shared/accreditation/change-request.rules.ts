import type { Pools } from "#shared/capacity/seats.rules.ts";
import type { Change, CommandContext, UnseenFields } from "#shared/model/change.ts";
import { type Conference, representsState } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { ChangeRequest, FieldChange, Registration } from "#shared/model/registration.ts";
import type { AnswerPatch } from "#shared/questions/stored-answers.rules.ts";
import { getValueAtPath, listFieldChanges } from "#shared/registrations/field-changes.rules.ts";
import { createChange, isDifferent, passportPath, toListedPath } from "#shared/registrations/registration.rules.ts";
import {
  applyAmendment,
  assertOnlyStaffAnswer,
  assertPlausible,
  freeFields,
  listAmendedPaths,
  mergeAmendment,
  namesDelegation,
  type RegistrationAmendment,
} from "./amendment.rules.ts";

/**
 * The part of an amendment that the owner changes without the secretariat, and the part that the secretariat decides on:
 * after the approval, what vouches for something; at any time, the category of a person who came through a delegation,
 * whose quota and review depend on it, and the country of a member of a State's delegation, whose head holds the one
 * place of that State.
 */
function splitAmendment(
  conference: Conference,
  before: Registration,
  { unseen = {}, ...amendment }: RegistrationAmendment,
) {
  const entries = Object.entries(amendment);
  const { accreditation } = before;
  // An officer who returns a registration with marked fields has decided which ones may change.
  const isCategoryFree =
    !namesDelegation(before) || (accreditation.state === "returned" && accreditation.fields.length > 0);
  const isCountryFree = before.delegationId === undefined || !representsState(conference, before.category);
  const isFreeField = (field: string) => {
    if (accreditation.state === "approved") return freeFields.has(field);
    if (field === "country") return isCountryFree;
    return field !== "category" || isCategoryFree;
  };
  const select = (isFree: boolean) =>
    Object.fromEntries(entries.filter(([field]) => isFreeField(field) === isFree)) as RegistrationAmendment;
  const reserved = select(false);
  const reservedPaths = new Set(listAmendedPaths(reserved));
  const selectUnseen = (isReserved: boolean): UnseenFields =>
    Object.fromEntries(Object.entries(unseen).filter(([path]) => reservedPaths.has(path) === isReserved));
  return { free: { ...select(true), unseen: selectUnseen(false) }, reserved, unseen: selectUnseen(true) };
}

/** Ends the open request as far as it asks for the fields at these paths; the change is as it was if there is none. */
function takeBackRequest(change: Change, isTakenBack: (path: string) => boolean): Change {
  const [first] = change.registrations;
  const request = first?.after.changeRequest;
  if (!first || !request) return change;
  const { changeRequest: _, ...after } = first.after;
  const changes = request.changes.filter(({ path }) => !isTakenBack(path));
  if (changes.length === request.changes.length) return change;
  const { passportDigest: _new, formerPassportDigest: _former, ...withoutPassport } = request;
  const { answers: _answers, ...others } = isTakenBack(passportPath) ? withoutPassport : request;
  const answers = listRequestedAnswers({ ...request, changes });
  const rest = { ...others, changes, ...(answers && { answers }) };
  return {
    ...change,
    action: "take-back-change",
    registrations: [{ ...first, after: changes.length > 0 ? { ...after, changeRequest: rest } : after }],
  };
}

/**
 * The owner or the focal point amends a registration. What the secretariat decides on becomes a request to it, which
 * replaces an earlier one; the rest changes at once. The present value of a requested field takes the request for it back.
 * @param takesBack whether the whole open request ends; a new one replaces it anyway
 * @throws DomainError as `applyAmendment`; `ask-secretariat` for the delegation; `wrong-state` to take back no request
 */
export function amendOrRequest(
  conference: Conference,
  pools: Pools,
  before: Registration,
  amendment: RegistrationAmendment,
  context: CommandContext,
  takesBack = false,
): Change {
  assertOnlyStaffAnswer(amendment, context);
  if (takesBack) getChangeRequest(before);
  const { free, reserved, unseen } = splitAmendment(conference, before, amendment);
  const requested = mergeAmendment(conference, pools, before, reserved, context.at);
  const changes = [
    ...listFieldChanges(before, requested).filter(({ path }) => !Object.hasOwn(unseen, path)),
    ...Object.keys(unseen).map((path): FieldChange => ({ path })),
  ];
  if (changes.length === 0) {
    const amended = applyAmendment(conference, pools, before, amendment, context);
    const paths = listAmendedPaths(reserved);
    const clearsLatinName = reserved.latinName === null;
    return takeBackRequest(
      amended,
      (path) => takesBack || paths.includes(path) || (clearsLatinName && path.startsWith("latinName.")),
    );
  }
  if (changes.some(({ path }) => path === "delegation"))
    throw new DomainError("ask-secretariat", [{ path: "delegation", rule: "onlySecretariat" }]);
  assertPlausible(conference, before, mergeAmendment(conference, pools, before, amendment, context.at), context);
  const amended = applyAmendment(conference, pools, before, free, context);
  const changeRequest: ChangeRequest = {
    at: context.at,
    changes,
    ...(changes.some(({ path }) => path === passportPath) && {
      passportDigest: requested.passportDigest ?? null,
      ...(before.passportDigest !== undefined && { formerPassportDigest: before.passportDigest }),
    }),
    ...toAnswerRequests(before, reserved.answers, unseen),
  };
  return {
    ...amended,
    action: amended.action === "amend" ? "request-change" : amended.action,
    registrations: amended.registrations.map((each) => ({ ...each, after: { ...each.after, changeRequest } })),
  };
}

/** The requested answers with those that they replace. */
function toAnswerRequests(
  { answers = {} }: Registration,
  patch: AnswerPatch | undefined,
  unseen: UnseenFields,
): Pick<ChangeRequest, "answers"> {
  if (!patch) return {};
  const entries = Object.entries(patch).map(([key, to]) => {
    const from = answers[key];
    const path = `answers.${key}`;
    const listed = unseen[path] ?? path;
    return [key, { ...(from && { from }), to, ...(listed !== path && { follows: listed.slice("answers.".length) }) }];
  });
  return { answers: Object.fromEntries(entries) };
}

/** The answers whose paths are still requested. */
function listRequestedAnswers({ changes, answers = {} }: ChangeRequest): ChangeRequest["answers"] {
  const paths = new Set(changes.map(({ path }) => path));
  const requested = Object.entries(answers).filter(([key]) => paths.has(`answers.${key}`));
  return requested.length === 0 ? undefined : Object.fromEntries(requested);
}

/** @throws DomainError `wrong-state` without an open request */
export function getChangeRequest({ changeRequest }: Registration): ChangeRequest {
  if (!changeRequest) throw new DomainError("wrong-state");
  return changeRequest;
}

/** The requested values as the secretariat amends them. */
function toRequestedAmendment({ changes, passportDigest, answers = {} }: ChangeRequest): RegistrationAmendment {
  const collect = (group: string) =>
    changes.filter(({ path }) => path.startsWith(`${group}.`) && path !== passportPath);
  const toEntry = ({ path, after = null }: FieldChange) => [path.slice(path.lastIndexOf(".") + 1), after] as const;
  const [person, latinName] = [collect("person"), collect("latinName")];
  return {
    ...Object.fromEntries(changes.filter(({ path }) => !path.includes(".")).map(toEntry)),
    ...(person.length > 0 && { person: Object.fromEntries(person.map(toEntry)) }),
    ...(latinName.length > 0 && { latinName: Object.fromEntries(latinName.map(toEntry)) }),
    ...(passportDigest !== undefined && { passportDigest }),
    ...(Object.keys(answers).length > 0 && {
      answers: Object.fromEntries(Object.entries(answers).map(([key, { to }]) => [key, to])),
    }),
  };
}

/**
 * A field that the secretariat corrected after the request keeps the correction, unless that is the requested value; one
 * that was given unseen keeps it in any case.
 * @throws DomainError `changed-meanwhile` at each field with another value than the one from which the person asked to
 * change it
 */
function assertUnchangedSince(
  { changes, passportDigest, formerPassportDigest, answers = {}, corrected = [] }: ChangeRequest,
  before: Registration,
): void {
  const isOverwritten = ({ path, before: former, after }: FieldChange) => {
    if (corrected.includes(path)) return true;
    const key = path.startsWith("answers.") ? path.slice("answers.".length) : undefined;
    if (key !== undefined) {
      const known = [answers[key]?.from, answers[key]?.to ?? undefined];
      return known.every((each) => isDifferent(each?.value, before.answers?.[key]?.value));
    }
    const isPassport = path === passportPath;
    const present = isPassport ? before.passportDigest : getValueAtPath(before, path);
    const known = isPassport ? [formerPassportDigest, passportDigest ?? undefined] : [former, after];
    return known.every((each) => isDifferent(each, present));
  };
  const paths = new Set(changes.filter(isOverwritten).map(({ path }) => toListedPath(path, before)));
  if (paths.size > 0)
    throw new DomainError(
      "changed-meanwhile",
      [...paths].map((path) => ({ path, rule: "changedSinceRequest" })),
    );
}

/** The requested fields without values. Who accepts them must not learn whether they were the same before. */
const listUnseenRequests = ({ changes }: ChangeRequest, before: Registration): UnseenFields =>
  Object.fromEntries(
    changes
      .filter((change) => change.before === undefined && change.after === undefined)
      .map(({ path }) => [path, toListedPath(path, before)]),
  );

/**
 * The secretariat accepts the open request: the ordinary correction, with its e-mails.
 * @throws DomainError `wrong-state` without an open request; `changed-meanwhile` at each requested field that was
 * corrected after the request; as `applyAmendment`
 */
export function acceptChangeRequest(
  conference: Conference,
  pools: Pools,
  before: Registration,
  context: CommandContext,
): Change {
  const request = getChangeRequest(before);
  assertUnchangedSince(request, before);
  const unseen = listUnseenRequests(request, before);
  const amended = applyAmendment(conference, pools, before, { ...toRequestedAmendment(request), unseen }, context);
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

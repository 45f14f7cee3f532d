import { getRegistrationState } from "#shared/accreditation/submission.rules.ts";
import { assertCanCreateConferences, assertStaff, getStaffGroups, toActor } from "#shared/auth/caller.ts";
import { findUnprintableAnswers, listPrintedAnswers } from "#shared/badges/badge-answers.rules.ts";
import { loadConferenceWithSeats } from "#shared/capacity/published-seats.repository.ts";
import { toSeatAvailability } from "#shared/capacity/published-seats.rules.ts";
import { getWaitingListTargets } from "#shared/capacity/waiting-list.rules.ts";
import {
  findConference,
  hasRegistrations,
  listConferences as list,
} from "#shared/conferences/conferences.repository.ts";
import { listDelegationCategories } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { createAnnouncement } from "#shared/email/announcements.rules.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { decodeCursor, encodeCursor } from "#shared/http/request.ts";
import { toConferenceSettingsView } from "#shared/http/views.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Conference, Language } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { getDocumentRetentionDays } from "#shared/model/time.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { isOpenFor } from "#shared/registrations/deadlines.rules.ts";
import { hasOnlineRegistrations, listLiveCategories } from "#shared/registrations/registrations.repository.ts";
import { listRoles } from "#shared/registrations/roles.rules.ts";
import { formatTarget } from "#shared/statistics/target-reason-text.ts";
import { measureTargets, noSeatedCounts } from "#shared/statistics/targets.rules.ts";
import {
  type ConferenceUse,
  endsOnlineParticipation,
  listReplacedCategories,
  updateConference,
} from "./conference.rules.ts";
import { saveConference } from "./save-conference.ts";
import type { ConferenceDraft } from "./settings.rules.ts";
import { listStaffInvitations } from "./staff.rules.ts";
import { assertReachableSecretariat, toStaffMembers } from "./staff.ts";

/** Returns the public data of a conference. */
export const getConference =
  (table: Table): ApiHandler<"getConference"> =>
  async ({ params, now, language }) => {
    const { conference, published } = await loadConferenceWithSeats(table, params.conferenceId);
    const settings = toConferenceSettingsView(conference);
    return {
      ...settings,
      categories: settings.categories.map((each) => ({
        ...each,
        registration: isOpenFor(conference, each.category, "registration", now)
          ? ("open" as const)
          : ("closed" as const),
      })),
      roles: [...listRoles(conference)],
      onlineLink: undefined,
      visaLetters: undefined,
      ...toWaitingListOrderView(conference, language),
      registration: getRegistrationState(conference, now),
      registrationPeriod: conference.registration,
      retention: toRetentionView(conference),
      seats: toSeatAvailability(conference, published),
    };
  };

const toRetentionView = (conference: Conference) => ({
  days: conference.retentionDays,
  documentDays: getDocumentRetentionDays(conference),
});

/** The order of the waiting list, which is public. */
function toWaitingListOrderView(conference: Conference, language: Language) {
  const targets = getWaitingListTargets(conference);
  if (!targets) return { waitingListOrder: "arrival" as const };
  const waitingListTargetViews = measureTargets(targets, noSeatedCounts).map(({ dimension, value, target }) => {
    return { dimension, value, target, text: formatTarget(conference, language, { dimension, value, target }) };
  });
  return { waitingListOrder: "targets" as const, waitingListTargets: waitingListTargetViews };
}

/**
 * Lists the conferences in which the caller has a staff group. A page is empty only at the end of the list. Damaged ones
 * are named, as far as their records say who their staff are.
 */
export const listConferences =
  (table: Table): ApiHandler<"listConferences"> =>
  async ({ caller, query }) => {
    const findOwn = <Listed extends Pick<Conference, "conferenceId" | "staff">>(conferences: readonly Listed[]) =>
      conferences
        .map((conference) => ({ conference, groups: getStaffGroups(conference, caller) }))
        .filter(({ groups }) => groups.length > 0);
    let page = await list(table, decodeCursor(query.cursor), Number(query.limit ?? 50));
    const isEmpty = () => findOwn([...page.conferences, ...page.damaged]).length === 0;
    while (page.next !== null && isEmpty()) page = await list(table, page.next, Number(query.limit ?? 50));
    const own = findOwn(page.conferences);
    const damaged = findOwn(page.damaged).map(({ conference }) => conference.conferenceId);
    const items = own.map(({ conference, groups }) => {
      // Only the secretariat may see the list of staff.
      const { staff, ...settings } = toConferenceSettingsView(conference);
      return { ...settings, ...(staff && groups.includes("secretariat") && { staff }) };
    });
    const groups = Object.fromEntries(own.map((each) => [each.conference.conferenceId, each.groups]));
    return { items, groups, ...(damaged.length > 0 && { damaged }), next: encodeCursor(page.next) };
  };

/** Creates or changes a conference and the limits of its pools. */
export const putConference =
  (table: Table): ApiHandler<"putConference"> =>
  async (request) => {
    const { params, caller, access, version, now: at, deadline } = request;
    const before = await findConference(table, params.conferenceId);
    if (before) assertStaff(before, { caller, access });
    else assertCanCreateConferences(caller);
    if (version !== undefined && version !== before?.version) throw new DomainError("changed-meanwhile");
    const { staff: named, ...settings } = request.body;
    if (named) await assertReachableSecretariat(table, caller, before?.staff, named);
    const staff = named && (await toStaffMembers(table, caller, before?.staff, named));
    const draft = { ...settings, staff } as ConferenceDraft;
    await assertPrintableAnswers(table, before, draft);
    const use = await loadConferenceUse(table, before, draft);
    const after = updateConference(before, params.conferenceId, draft, use);
    const announcement = before && use.hasRegistrations ? createAnnouncement(before, after) : undefined;
    const emails = listStaffInvitations(before?.staff, after.staff, caller);
    const context = { actor: toActor(caller), at };
    const change = {
      ...createConferenceChange(params.conferenceId, "update-conference", context, emails),
      ...(announcement && { announcement }),
    };
    await saveConference(table, before, after, change, deadline);
    return toConferenceSettingsView(after);
  };

/** @throws DomainError `invalid-request` at each text of a badge that shows an answer which no badge may show */
async function assertPrintableAnswers(
  table: Table,
  before: Conference | undefined,
  { badgeLayout, badgeLayouts }: ConferenceDraft,
): Promise<void> {
  const layouts = { badgeLayout: badgeLayout ?? undefined, badgeLayouts: badgeLayouts ?? undefined };
  if (listPrintedAnswers(layouts).size === 0) return;
  const questions = before ? (await loadQuestions(table, before)).items : [];
  const errors = findUnprintableAnswers(layouts, before, questions);
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
}

/** What registrations and delegations use of the conference, by the indexes, which may lag by a second. */
async function loadConferenceUse(
  table: Table,
  before: Conference | undefined,
  draft: ConferenceDraft,
): Promise<ConferenceUse> {
  if (!before) return { hasRegistrations: false, categories: new Set(), hasOnline: false };
  const { conferenceId } = before;
  const replaced = listReplacedCategories(before, draft);
  const categories =
    replaced.length === 0
      ? []
      : [
          ...(await listLiveCategories(table, conferenceId, replaced)),
          ...(await listDelegationCategories(table, conferenceId)).filter((category) => replaced.includes(category)),
        ];
  return {
    hasRegistrations: await hasRegistrations(table, conferenceId),
    categories: new Set(categories),
    hasOnline: endsOnlineParticipation(before, draft) && (await hasOnlineRegistrations(table, conferenceId)),
  };
}

import { createSubmission, type RegistrationApplication } from "#shared/accreditation/submission.rules.ts";
import { listPoolLimits, type PoolState, type Pools } from "#shared/capacity/seats.rules.ts";
import { conferenceDraft } from "#shared/conferences/contract.ts";
import { parseInput } from "#shared/contracts/validate.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Question, QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { registrationRequest } from "#shared/registrations/contract.ts";
import {
  type ConferenceDraft,
  categoryDefaults,
  conferenceDefaults,
} from "../../functions/conference/settings.rules.ts";

/** An email address that no other test uses. @param name its first part: mail to `bounce` comes back */
export const newAddress = (name = "guest"): string => `${name}+${createId()}@example.org`;

/** The options of a question, each with its value as its English label. */
export const toOptions = (...values: readonly string[]) => values.map((value) => ({ value, label: { en: value } }));

export const noon = "2027-03-01T12:00:00.000Z";

/** The first version of the questions of a conference. */
export const buildQuestionSet = (...items: readonly Question[]): QuestionSet => ({
  version: 1,
  savedAt: noon,
  items,
  superseded: [],
});

/**
 * What the secretariat would send for a small conference in Geneva; parsed as production parses it. No category requires a
 * field, so that a test gives only the fields that it is about.
 */
export const draftBody = {
  title: { en: "Conference on Migrants and Cities", fr: "Conférence sur les migrants et les villes" },
  startsOn: "2027-10-26",
  endsOn: "2027-10-27",
  timeZone: "Europe/Zurich",
  venue: { name: "Centre International de Conférences", city: "Geneva", country: "CHE", capacity: 2 },
  categories: [
    {
      category: "member-state",
      title: { en: "Member States", fr: "États membres" },
      colour: "#0b5394",
      priority: 10,
      requires: [],
    },
    { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32", requires: [] },
    { category: "media", title: { en: "Media" }, colour: "#6a1b9a", selfRegistration: false, requires: [] },
  ],
  registration: { opensAt: "2027-01-01T00:00:00Z", closesAt: "2027-10-20T00:00:00Z" },
};

/** The body of a change of the conference, as production parses it. */
export const parseConferenceBody = (body: Record<string, unknown> = {}) =>
  parseInput(conferenceDraft, { ...draftBody, ...body }) as ConferenceDraft;

/** A conference with two seats, unless said otherwise. Each member of staff is bound to their address. */
export function aConference(body: Record<string, unknown> = {}, conferenceId = "idm-test"): Conference {
  const draft = parseConferenceBody(body);
  const categories = draft.categories.map((each) => ({ ...categoryDefaults, ...each }));
  const staff = draft.staff?.map((member) => ({ ...member, holder: member.email }));
  const bound = { ...draft, ...(staff && { staff }), categories };
  return { ...conferenceDefaults, ...bound, conferenceId, version: 1 } as unknown as Conference;
}

/** What the registrations of a conference use, for `updateConference`. */
export const aConferenceUse = (hasRegistrations: boolean, categories: readonly string[] = [], hasOnline = false) => ({
  hasRegistrations,
  hasOnline,
  categories: new Set(categories),
});

let formCount = 0;

/** A form as a browser would send it; the address is new each time. */
export function buildFormBody(body: Record<string, unknown> = {}, person: Record<string, unknown> = {}) {
  formCount += 1;
  return {
    category: "ngo",
    person: {
      givenName: "Amina",
      familyName: "Diallo",
      email: `amina.${formCount}@example.org`,
      nationality: "SEN",
      ...person,
    },
    consent: { listOfParticipants: true, photo: false },
    ...body,
  };
}

/** An application as the rules take it. */
export function buildApplication(
  body: Record<string, unknown> = {},
  person: Record<string, unknown> = {},
): RegistrationApplication {
  const {
    delegation: _d,
    uploads: _u,
    answers: _a,
    ...given
  } = parseInput(registrationRequest, buildFormBody(body, person));
  return { ...given, language: given.language ?? "en" } as RegistrationApplication;
}

/** The pools of a conference with so many places taken; open unless said otherwise. */
export function buildPools(
  conference: Conference,
  taken: Partial<Record<PoolName, number>> = {},
  closed: PoolName[] = [],
): Pools {
  return new Map(
    [...listPoolLimits(conference)].map(([pool, limit]): [PoolName, PoolState] => [
      pool,
      { limit, taken: taken[pool] ?? 0, isOpen: !closed.includes(pool) },
    ]),
  );
}

/** A registration as the rules make it, and as it would be stored. */
export function buildRegistration(
  conference: Conference,
  body: Record<string, unknown> = {},
  state: Pools = buildPools(conference),
): Registration {
  // The public may not assign every role.
  const actor = "role" in body ? secretariatActor : ({ kind: "public" } as const);
  const context = { actor, at: noon };
  const [step] = createSubmission(conference, state, buildApplication(body), createId(), context).registrations;
  if (!step) throw new Error("no registration");
  return { ...step.after, version: 1 };
}

/** The registration after a change of one. @throws Error for a change without a registration */
export function getChangedRegistration({ registrations: [changed] }: Change): Registration {
  if (!changed) throw new Error("a change without a registration");
  return changed.after;
}

export const secretariatActor = { kind: "staff", id: "secretariat-1" } as const;

/** Three categories, the first with a priority in the waiting list, the second with a quota in seats. */
export const buildCategoriesByPriority = (quota: number) => [
  { category: "member-state", title: { en: "States" }, colour: "#0b5394", priority: 10 },
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota },
  { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
];

/** A session with one seat. */
export const sideEvent = {
  sessionId: "side-event",
  title: { en: "Side event" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T10:00:00Z",
  capacity: 1,
};

import { assertStaff, type Caller, getStaffGroups, isOwnedBy, toActor } from "#shared/auth/caller.ts";
import { loadBrandedConference } from "#shared/branding/branding.repository.ts";
import { createProgrammeCalendar } from "#shared/calendar/programme-calendar.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { measureProgramme } from "#shared/programme/balance.rules.ts";
import {
  loadProgramme,
  loadPublishedProgramme,
  type StoredProgramme,
  saveProgramme,
} from "#shared/programme/programme.repository.ts";
import {
  findUnknownParts,
  isPublicPerson,
  listLinkedIds,
  type PanelPerson,
  type ProgrammeSession,
  type PublishedProgramme,
  type ShownPerson,
  type ShownSession,
  showSessions,
} from "#shared/programme/programme.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";

/** How long an instance keeps the programme that it gave to anonymous readers, in ms. */
const publicProgrammeMs = 5_000;
/** How many conferences' programmes it keeps. */
const maxKeptProgrammes = 50;

/** The draft to the secretariat and to reviewers, and what is published to anyone else. */
export function getProgramme(table: Table): ApiHandler<"getProgramme"> {
  const load = keepBriefly((conferenceId) => loadPublicView(table, conferenceId));
  return async ({ params: { conferenceId }, caller, now }) => {
    if (caller.kind === "anonymous") return load(conferenceId, Date.parse(now));
    const conference = await loadConference(table, conferenceId);
    const groups = getStaffGroups(conference, caller);
    if (!groups.includes("secretariat") && !groups.includes("reviewer"))
      return loadPublicView(table, conferenceId, caller);
    const stored = await loadProgramme(table, conferenceId);
    return toStaffView(conference, stored, await loadRegistrations(table, listLinkedIds(stored.draft)));
  };
}

/** Keeps what is loaded for a moment, so that many readers at once cost one read. */
function keepBriefly<View>(load: (conferenceId: string) => Promise<View>) {
  const kept = new Map<string, { readonly until: number; readonly view: Promise<View> }>();
  return (conferenceId: string, at: number): Promise<View> => {
    const found = kept.get(conferenceId);
    if (found && found.until > at) return found.view;
    const view = load(conferenceId);
    view.catch(() => kept.delete(conferenceId));
    if (kept.size >= maxKeptProgrammes) kept.clear();
    kept.set(conferenceId, { until: at + publicProgrammeMs, view });
    return view;
  };
}

async function loadPublicView(table: Table, conferenceId: string, caller?: Caller) {
  const [conference, published] = await Promise.all([
    loadConference(table, conferenceId),
    loadPublishedProgramme(table, conferenceId),
  ]);
  const registrations = await loadRegistrations(table, listLinkedIds(published));
  const isOwn = (registration: Registration | undefined) =>
    caller?.kind === "delegate" && registration !== undefined && isOwnedBy(registration, caller);
  const isShown = (person: ShownPerson) => isPublicPerson(person) || (!person.isGone && isOwn(person.registration));
  const sessions = showSessions(conference, published, registrations, isShown);
  return {
    version: published.version,
    ...toPublication(published),
    timeZone: conference.timeZone,
    sessions: toSessionViews(sessions, ({ registration, ...person }) => ({
      ...pickPublic(person),
      ...(isOwn(registration) && { registrationId: person.registrationId }),
    })),
  };
}

const toPublication = ({ version, publishedAt }: PublishedProgramme) =>
  publishedAt === undefined ? {} : { published: { version, at: publishedAt } };

const pickPublic = ({ role, name, organization, functionTitle, country }: Omit<ShownPerson, "registration">) => ({
  role,
  name,
  ...(organization !== undefined && { organization }),
  ...(functionTitle !== undefined && { functionTitle }),
  ...(country !== undefined && { country }),
});

const toSessionViews = <View>(sessions: readonly ShownSession[], toPersonView: (person: ShownPerson) => View) =>
  sessions.map(({ panels, ...session }) => ({
    ...session,
    panels: panels.map(({ people, ...panel }) => ({ ...panel, people: people.map(toPersonView) })),
  }));

function toStaffView(
  conference: Conference,
  { draft, published }: StoredProgramme,
  registrations: ReadonlyMap<string, Registration>,
) {
  const sessions = showSessions(conference, draft, registrations, () => true);
  const { programme, panels } = measureProgramme(sessions, conference);
  const toView = (balance: typeof programme) => ({
    people: balance.people,
    dimensions: balance.dimensions.map((each) => ({ ...each, values: [...each.values] })),
  });
  return {
    version: draft.version,
    ...toPublication(published),
    timeZone: conference.timeZone,
    sessions: toSessionViews(sessions, toStaffPersonView),
    balance: {
      programme: toView(programme),
      panels: panels.map((panel) => ({ panelId: panel.panelId, ...toView(panel) })),
    },
  };
}

function toStaffPersonView({ registration, isGone, ...person }: ShownPerson) {
  if (!registration) return person;
  return {
    ...person,
    accreditation: registration.accreditation.state,
    registeredRole: registration.role,
    registrationVersion: registration.version,
    ...(registration.protection && { isProtected: true as const }),
    ...(isGone && { isGone: true as const }),
  };
}

/** Changes the draft, publishes it, or takes it back. */
export const putProgramme =
  (table: Table): ApiHandler<"putProgramme"> =>
  async (request) => {
    const { params, caller, access, body, version, now: at, deadline } = request;
    const { conferenceId } = params;
    const [conference, before] = await Promise.all([
      loadConference(table, conferenceId),
      loadProgramme(table, conferenceId),
    ]);
    assertStaff(conference, { caller, access });
    if (version !== undefined && version !== before.draft.version) throw new DomainError("changed-meanwhile");
    const sessions = body.sessions?.map(toStoredSession) ?? before.draft.sessions;
    const registrations = await loadRegistrations(table, listLinkedIds({ sessions }));
    const unknown = body.sessions ? findUnknownParts(sessions, conference, registrations) : [];
    if (unknown.length > 0) throw new DomainError("invalid-request", unknown);
    const draft = { version: before.draft.version + 1, sessions };
    const after = { draft, published: toPublished(before, draft, body.published, at) };
    const change = createConferenceChange(conferenceId, "update-programme", { actor: toActor(caller), at });
    await saveProgramme(table, { before, after, change }, deadline);
    return toStaffView(conference, after, registrations);
  };

/** What is public after the change. What was taken back keeps a version, because the entries of calendars have it. */
function toPublished(
  { published }: StoredProgramme,
  draft: StoredProgramme["draft"],
  isPublished: boolean | undefined,
  at: string,
): PublishedProgramme {
  if (isPublished === undefined) return published;
  return isPublished ? { ...draft, publishedAt: at } : { version: draft.version, sessions: [] };
}

type SessionDraft = NonNullable<ApiRequest<"putProgramme">["body"]["sessions"]>[number];
type PersonDraft = SessionDraft["panels"][number]["people"][number];

const toStoredSession = ({ panels, ...session }: SessionDraft): ProgrammeSession => ({
  ...(session as Omit<ProgrammeSession, "panels">),
  panels: panels.map(({ panelId, title, people }) => ({
    panelId,
    title: title as ProgrammeSession["panels"][number]["title"],
    people: people.map(toStoredPerson),
  })),
});

/** A registration says who the person is, so that the programme stores nothing else about them. */
const toStoredPerson = ({ registrationId, ...person }: PersonDraft): PanelPerson =>
  registrationId === undefined ? (person as PanelPerson) : { role: person.role, registrationId };

/** The published programme as a calendar that anyone may subscribe to. */
export function getProgrammeCalendar(table: Table, siteUrl: string): ApiHandler<"getProgrammeCalendar"> {
  const load = keepBriefly(async (conferenceId) => {
    const [conference, published] = await Promise.all([
      loadBrandedConference(table, conferenceId),
      loadPublishedProgramme(table, conferenceId),
    ]);
    const registrations = await loadRegistrations(table, listLinkedIds(published));
    const sessions = showSessions(conference, published, registrations, isPublicPerson);
    return { conference, sessions, version: published.version };
  });
  return async ({ params: { conferenceId }, query: { language }, now }) =>
    createProgrammeCalendar({ ...(await load(conferenceId, Date.parse(now))), language, siteUrl, now });
}

import { type Conference, findKnownCategory, type LocalizedText } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import type { Gender, Registration } from "#shared/model/registration.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { isLive, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** What people do on a panel. */
export const panelRoles = ["moderator", "speaker", "discussant"] as const;
export type PanelRole = (typeof panelRoles)[number];

/** What the secretariat writes about a person who has not registered yet. */
export interface NamedPerson {
  readonly name: string;
  readonly organization?: string;
  readonly functionTitle?: string;
  readonly gender?: Gender;
  /** ISO 3166-1 alpha-3, or a code of the conference's list. */
  readonly country?: string;
  /** A category of the conference. */
  readonly category?: string;
}

/** A person on a panel: a registration, which says who it is, or a person who has not registered yet. */
export type PanelPerson = { readonly role: PanelRole } & ({ readonly registrationId: string } | NamedPerson);

/** A part of a session with its own title and people. */
export interface Panel {
  readonly panelId: string;
  readonly title: LocalizedText;
  readonly people: readonly PanelPerson[];
}

/** What the programme says about a session besides the settings of the conference. */
export interface ProgrammeSession {
  readonly sessionId: string;
  readonly room?: string;
  readonly description?: LocalizedText;
  readonly panels: readonly Panel[];
}

/** The programme as the secretariat writes it. It is an item of its own, which no submission reads. */
export interface Programme {
  /** Increases by 1 with each change; `0` if nothing was written yet. */
  readonly version: number;
  readonly sessions: readonly ProgrammeSession[];
}

/** The copy of the programme that anyone may read. */
export interface PublishedProgramme extends Programme {
  /** When it was published. Absent: nothing is public. */
  readonly publishedAt?: string;
}

export const emptyProgramme: Programme = { version: 0, sessions: [] };

/** The identifiers of the registrations that programmes name, each once. */
export const listLinkedIds = (...programmes: readonly Pick<Programme, "sessions">[]): string[] => [
  ...new Set(
    programmes.flatMap(listPeople).flatMap((person) => ("registrationId" in person ? [person.registrationId] : [])),
  ),
];

const listPeople = ({ sessions }: Pick<Programme, "sessions">): PanelPerson[] =>
  sessions.flatMap(({ panels }) => panels.flatMap(({ people }) => people));

/** The panels that are linked to a registration, and the role of the person. */
export const listLinkedPanels = ({ sessions }: Pick<Programme, "sessions">, registrationId: string) =>
  sessions.flatMap(({ sessionId, panels }) =>
    panels.flatMap(({ panelId, title, people }) =>
      people
        .filter((person) => "registrationId" in person && person.registrationId === registrationId)
        .map(({ role }) => ({ sessionId, panelId, title, role })),
    ),
  );

/** The programme with only the people that are kept. */
export const filterPeople = <Kept extends Pick<Programme, "sessions">>(
  programme: Kept,
  isKept: (person: PanelPerson) => boolean,
): Kept => ({
  ...programme,
  sessions: programme.sessions.map((session) => ({
    ...session,
    panels: session.panels.map((panel) => ({ ...panel, people: panel.people.filter(isKept) })),
  })),
});

/**
 * What a programme names that does not exist: a session or a category that the conference lacks, or a registration of
 * another conference or of an erased person.
 */
export function findUnknownParts(
  sessions: readonly ProgrammeSession[],
  conference: Pick<Conference, "conferenceId" | "sessions" | "categories" | "removedCategories">,
  registrations: ReadonlyMap<string, Registration>,
): FieldError[] {
  const hasSession = (id: string) => conference.sessions.some(({ sessionId }) => sessionId === id);
  const hasRegistration = (id: string) => {
    const found = registrations.get(id);
    return found?.conferenceId === conference.conferenceId && found.erasure === undefined;
  };
  return sessions.flatMap(({ sessionId, panels }, s) => [
    ...(hasSession(sessionId) ? [] : [{ path: `sessions.${s}.sessionId`, rule: "notOneOf" }]),
    ...panels.flatMap(({ people }, p) =>
      people.flatMap((person, n) => {
        const path = `sessions.${s}.panels.${p}.people.${n}`;
        if ("registrationId" in person)
          return hasRegistration(person.registrationId) ? [] : [{ path: `${path}.registrationId`, rule: "notOneOf" }];
        const isKnown = person.category === undefined || findKnownCategory(conference, person.category) !== undefined;
        return isKnown ? [] : [{ path: `${path}.category`, rule: "notOneOf" }];
      }),
    ),
  ]);
}

/** A person on a panel as they are now: what the registration says, masked for protected people. */
export interface ShownPerson extends NamedPerson {
  readonly role: PanelRole;
  readonly registrationId?: string;
  /** The registration, masked. */
  readonly registration?: Registration;
  /** Whether the registration was withdrawn, rejected or revoked, so that the person does not come. */
  readonly isGone: boolean;
}

/** @returns `undefined` for an erased person */
export function showPerson(
  person: PanelPerson,
  registrations: ReadonlyMap<string, Registration>,
): ShownPerson | undefined {
  if (!("registrationId" in person)) return { ...person, isGone: false };
  const { role, registrationId } = person;
  const found = registrations.get(registrationId);
  if (!found || found.erasure) return undefined;
  const registration = maskProtectedIdentity(found);
  const { organization, functionTitle, country, category, person: own } = registration;
  return {
    role,
    registrationId,
    registration,
    isGone: !isLive(found),
    name: getDisplayName(registration),
    category,
    ...(organization !== undefined && { organization }),
    ...(functionTitle !== undefined && { functionTitle }),
    ...(country !== undefined && { country }),
    ...(own.gender !== undefined && { gender: own.gender }),
  };
}

export interface ShownPanel extends Pick<Panel, "panelId" | "title"> {
  readonly people: readonly ShownPerson[];
}

/** A session of the conference with what the programme says about it. */
export interface ShownSession extends Pick<ProgrammeSession, "sessionId" | "room" | "description"> {
  readonly title: LocalizedText;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly panels: readonly ShownPanel[];
}

/**
 * All sessions of the conference in the order of their times, with their panels and the people as they are now.
 * @param isShown whether a person is shown
 */
export function showSessions(
  { sessions }: Pick<Conference, "sessions">,
  programme: Pick<Programme, "sessions">,
  registrations: ReadonlyMap<string, Registration>,
  isShown: (person: ShownPerson) => boolean,
): ShownSession[] {
  const show = (person: PanelPerson) => {
    const shown = showPerson(person, registrations);
    return shown && isShown(shown) ? [shown] : [];
  };
  return sessions
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || Date.parse(a.endsAt) - Date.parse(b.endsAt))
    .map(({ sessionId, title, startsAt, endsAt }) => {
      const { panels = [], room, description } = programme.sessions.find((each) => each.sessionId === sessionId) ?? {};
      return {
        sessionId,
        title,
        startsAt,
        endsAt,
        ...(room !== undefined && { room }),
        ...(description && { description }),
        panels: panels.map((panel) => ({ ...panel, people: panel.people.flatMap(show) })),
      };
    });
}

/**
 * Whether the public sees a person: one whom the secretariat named, or whose registration it approved, because a person
 * changes it alone until then. One who does not come is not shown.
 */
export const isPublicPerson = ({ isGone, registration }: ShownPerson): boolean =>
  !isGone && (registration === undefined || registration.accreditation.state === "approved");

/** A panel that a person is on, with its session and the person's role. */
export interface OwnPanel {
  readonly session: ShownSession;
  readonly panel: ShownPanel;
  readonly role: PanelRole;
}

/** The panels that a person is on, in the order of their sessions. */
export const listOwnPanels = (sessions: readonly ShownSession[], registrationId: string): OwnPanel[] =>
  sessions.flatMap((session) =>
    session.panels.flatMap((panel) =>
      panel.people
        .filter((person) => person.registrationId === registrationId)
        .map(({ role }) => ({ session, panel, role })),
    ),
  );

import type { Caller } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { buildForm, type HandlerAnswer, type Handlers } from "./support/handlers.ts";

/** The conference at which callers ask, and what they may open. */
export interface Place {
  readonly table: Table;
  readonly handlers: Handlers;
  readonly conferenceId: string;
  /** The delegation of the focal point who asks. */
  readonly delegationId: string;
}

/** A person whom a caller asks about: registered or not. */
export interface Subject {
  /** The part of the address before the at sign. */
  readonly name: string;
  /** The name and the date of birth, by which people are compared. */
  readonly familyName: string;
  readonly birthDate: string;
  /** The registration; of an unknown person, an identifier that does not exist. */
  readonly registrationId: string;
}

/** The registration of the caller, who enters the data of the other person in it. */
export interface CallerRegistration {
  /** A word: the address before the at sign. */
  readonly name: string;
  readonly registrationId: string;
}

/** One way to ask about a person without the right to know. */
export interface Way {
  readonly name: string;
  /** Set if the caller needs a registration of their own for it. */
  readonly needsOwn?: true;
  /** What the caller does before, and the index after it, without an answer that the caller receives. */
  readonly prepare?: (place: Place, subject: Subject, own: CallerRegistration) => Promise<void>;
  readonly ask: (place: Place, subject: Subject, own: CallerRegistration) => Promise<HandlerAnswer>;
}

const toPerson = ({ name, familyName, birthDate }: Subject) => ({
  givenName: "Amina",
  familyName,
  birthDate,
  nationality: "SEN",
  email: `${name}@example.org`,
});

export const buildSubjectForm = (subject: Subject): string => buildForm(subject.name, { person: toPerson(subject) });

const asOwner = ({ conferenceId }: Place, { registrationId }: CallerRegistration): { readonly caller: Caller } => ({
  caller: {
    kind: "delegate",
    conferenceId,
    registrationIds: [registrationId],
    addressDigest: "none",
    delegationIds: [],
  },
});

const asFocalPoint = ({ conferenceId, delegationId }: Place): { readonly caller: Caller } => ({
  caller: {
    kind: "delegate",
    conferenceId,
    registrationIds: [],
    addressDigest: "none",
    delegationIds: [delegationId],
  },
});

/** The owner enters the data of the other person, and the index compares the two. */
async function enterAsOwn(place: Place, subject: Subject, own: CallerRegistration): Promise<void> {
  const { email: _, ...person } = toPerson(subject);
  const options = { version: "*", ...asOwner(place, own) } as const;
  const { status } = await place.handlers.call("amendRegistration", own.registrationId, { person }, options);
  if (status !== 200) throw new Error(`not amended: ${status}`);
  await indexRegistration(place.table, own.registrationId, Date.now() + 60_000);
}

/** Every way to ask about a person, each by a caller without the right to know whether they are registered. */
export const ways: readonly Way[] = [
  {
    name: "form",
    ask: ({ handlers, conferenceId }, subject) => handlers.submit(conferenceId, buildSubjectForm(subject)),
  },
  {
    name: "seat availability",
    ask: async ({ handlers, conferenceId }, subject) => {
      await handlers.submit(conferenceId, buildSubjectForm(subject));
      return handlers.call("getConference", conferenceId, "");
    },
  },
  {
    name: "nomination from another delegation",
    ask: (place, subject) =>
      place.handlers.call(
        "nominateMembers",
        place.delegationId,
        { items: [{ person: toPerson(subject) }] },
        asFocalPoint(place),
      ),
  },
  {
    name: "own data",
    needsOwn: true,
    prepare: enterAsOwn,
    ask: (place, _, own) => place.handlers.call("getOwnData", own.registrationId, "", asOwner(place, own)),
  },
  {
    name: "own history",
    needsOwn: true,
    prepare: enterAsOwn,
    ask: (place, _, own) => place.handlers.call("getHistory", own.registrationId, "", asOwner(place, own)),
  },
  {
    name: "sign-in link",
    ask: ({ handlers, conferenceId }, { name }) =>
      handlers.call("requestSignInLink", "", { conferenceId, email: `${name}@example.org` }),
  },
  {
    name: "upload",
    needsOwn: true,
    ask: (place, { registrationId }, own) =>
      place.handlers.call(
        "requestDocumentUpload",
        registrationId,
        { kind: "photo", contentType: "image/jpeg", size: 1_000 },
        asOwner(place, own),
      ),
  },
  {
    name: "delegation request",
    // Each from a network of its own, so that the limit of one network decides nothing.
    ask: ({ handlers, conferenceId }, { name }) =>
      handlers.call(
        "requestDelegation",
        conferenceId,
        {
          name: { en: "Union of Migrant Associations" },
          category: "ngo",
          focalPoints: [`${name}@example.org`],
        },
        { sourceIp: name },
      ),
  },
  {
    // No route takes invitations yet, so every caller is told that the address does not exist.
    name: "invitation",
    ask: ({ handlers, conferenceId }, { name }) =>
      handlers.ask(
        { method: "POST", path: "/v1/conferences/{conferenceId}/invitations", access: ["public"] },
        conferenceId,
        {
          items: [{ email: `${name}@example.org`, category: "ngo" }],
        },
      ),
  },
  {
    name: "calendar address",
    needsOwn: true,
    ask: (place, { registrationId }, own) =>
      place.handlers.call("getCalendar", registrationId, "", asOwner(place, own)),
  },
];

/** An answer without what differs between any two people: names, identifiers and times. */
export function toComparable(answer: HandlerAnswer, { name, familyName }: Subject, own: CallerRegistration): string {
  const [, ownWord = ""] = familyName.split(" ");
  return JSON.stringify(answer)
    .replaceAll(name, "name")
    .replaceAll(/"[^"@]*@example.org"/g, '"address"')
    .replaceAll(familyName, "family name")
    .replaceAll(new RegExp(`\\b${own.name}\\b`, "g"), "own")
    .replaceAll(/"[a-z2-7]{24,26}(\.\d+)?"/g, '"id"')
    .replaceAll(new RegExp(`"${ownWord}"`, "gi"), '"word"')
    .replaceAll(/"20\d\d-[^"]*Z"/g, '"time"');
}

/** What the API answers, in short: the status, and the code of an error. */
export const describeAnswer = ({ status, body }: HandlerAnswer): string => `${status} ${body.code ?? ""}`.trim();

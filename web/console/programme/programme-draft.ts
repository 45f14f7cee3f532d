import type { PanelRole } from "#shared/programme/programme.rules.ts";
import type { ApiAnswer, ApiCallOptions } from "../../kit/api/client.ts";
import type { TextsDraft } from "../../kit/form/texts-field.tsx";

export type ProgrammeAnswer = ApiAnswer<"getProgramme">;
type SessionAnswer = ProgrammeAnswer["sessions"][number];
type PersonAnswer = SessionAnswer["panels"][number]["people"][number];
type ProgrammeBody = ApiCallOptions<"putProgramme">["body"];

/** A person on a panel as the secretariat edits it, with a key that stays when the person moves. */
export type PersonDraft = PersonAnswer & { readonly key: string };

export interface PanelDraft {
  readonly panelId: string;
  readonly title: TextsDraft;
  readonly people: readonly PersonDraft[];
}

export interface SessionDraft extends Omit<SessionAnswer, "panels" | "description" | "room"> {
  readonly room: string;
  readonly description: TextsDraft;
  readonly panels: readonly PanelDraft[];
}

export interface ProgrammeDraft {
  readonly sessions: readonly SessionDraft[];
}

let keyCount = 0;

export const withKey = (person: PersonAnswer): PersonDraft => {
  keyCount += 1;
  return { ...person, key: `person-${keyCount}` };
};

export const toProgrammeDraft = ({ sessions }: ProgrammeAnswer): ProgrammeDraft => ({
  sessions: sessions.map(({ room = "", description, panels, ...session }) => ({
    ...session,
    room,
    description: { en: "", ...description },
    panels: panels.map(({ panelId, title, people }) => ({
      panelId,
      title: { ...title },
      people: people.map(withKey),
    })),
  })),
});

type PersonBody = NonNullable<NonNullable<NonNullable<ProgrammeBody["sessions"]>[number]["panels"]>[number]>["people"];

const toPersonBody = ({ role, registrationId, ...person }: PersonDraft): PersonBody[number] => {
  if (registrationId !== undefined) return { role, registrationId };
  const { name, organization, functionTitle, gender, country, category } = person;
  return {
    role,
    name,
    ...(organization !== undefined && { organization }),
    ...(functionTitle !== undefined && { functionTitle }),
    ...(gender !== undefined && { gender }),
    ...(country !== undefined && { country }),
    ...(category !== undefined && { category }),
  };
};

/** @param published whether the draft becomes public, is taken back, or what is public stays */
export const toProgrammeBody = ({ sessions }: ProgrammeDraft, published?: boolean): ProgrammeBody => ({
  sessions: sessions.map(({ sessionId, room, description, panels }) => ({
    sessionId,
    ...(room.trim() !== "" && { room }),
    ...(Object.values(description).some(Boolean) && { description }),
    panels: panels.map(({ panelId, title, people }) => ({ panelId, title, people: people.map(toPersonBody) })),
  })),
  ...(published !== undefined && { published }),
});

/** A panel without people, whose identifier no other panel has. */
export function createPanel({ sessions }: ProgrammeDraft): PanelDraft {
  const taken = new Set(sessions.flatMap(({ panels }) => panels.map(({ panelId }) => panelId)));
  let number = taken.size + 1;
  while (taken.has(`panel-${number}`)) number += 1;
  return { panelId: `panel-${number}`, title: { en: "" }, people: [] };
}

/** The id of the field that an error of the API names: `sessions.0.room`. */
export const toProgrammeFieldId = (path: string): string => `programme-${path.replaceAll(".", "-")}`;

export const isPanelRole = (value: string, roles: readonly PanelRole[]): value is PanelRole =>
  roles.some((role) => role === value);

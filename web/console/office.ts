import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { OperationId, StaffGroup } from "#shared/contract/routes.ts";
import type { AnswerOf, CallOptions } from "../api/client.ts";

/** A conference as the secretariat sees it, with all its settings. */
export type Settings = AnswerOf<"listConferences">["items"][number];
export type Registration = AnswerOf<"readRegistration">;
export type Pool = AnswerOf<"readCapacity">["items"][number];

/** Calls the API in the officer's name and language. */
export type Ask = <Id extends OperationId>(id: Id, options: CallOptions<Id>) => Promise<AnswerOf<Id>>;

/** As `Ask`, for what is a file. */
export type FetchFile = <Id extends OperationId>(id: Id, options: CallOptions<Id>) => Promise<Blob>;

/** The addresses of the staff by their identifiers. */
export type Colleagues = ReadonlyMap<string, string>;

/** Where an officer works: what each part of the page works on. */
export interface Office {
  readonly settings: Settings;
  readonly ask: Ask;
  readonly fetchFile: FetchFile;
  /** Whether they decide; a reviewer proposes. */
  readonly decides: boolean;
  readonly email: string;
  readonly colleagues: Colleagues;
  /** Shows the settings that the API answered. */
  readonly set: (settings: Settings) => void;
}

export const OfficeContext = createContext<Office | undefined>(undefined);

export function useOffice(): Office {
  const office = useContext(OfficeContext);
  if (!office) throw new Error("no office around this part");
  return office;
}

interface Account {
  readonly email: string;
  readonly groups: readonly string[];
}

/** The groups that somebody has at a conference: where it names its staff, those alone. */
export function groupsAt({ staff }: Settings, { email, groups }: Account): StaffGroup[] {
  const named = staff?.find((each) => each.email.toLowerCase() === email.toLowerCase());
  const all: readonly StaffGroup[] = ["secretariat", "reviewer", "entry-desk"];
  return all.filter((group) => groups.includes(group) && (!staff || named?.groups.includes(group)));
}

import type { PublishedKey } from "#shared/badge/token.ts";
import type { Fact } from "#shared/domain/entry/history.ts";
import type { Direction, RefusalReason, Verdict } from "#shared/domain/entry/verdict.ts";
import type { AnswerOf } from "../../api/client.ts";

export type Conference = AnswerOf<"readConference">;

/** A door, as the operator chose it. */
export interface Door {
  readonly gate: string;
  readonly direction: Direction;
  readonly zone?: string;
  readonly sessionId?: string;
}

/** What a device keeps of the gate list beside its rows. */
export interface KeptList {
  readonly conferenceTag: string;
  readonly timeZone: string;
  readonly seatedSessions: readonly string[];
  readonly keys: readonly PublishedKey[];
  /** From where the next look for changes goes on. */
  readonly since: string | null;
  /** When it came, by the device's own clock, in ms since 1970. */
  readonly at: number;
  /** How far the device's clock is behind the server's, in ms. */
  readonly offset: number;
}

/** The desk of this device. */
export interface KeptDesk {
  readonly conference: Conference;
  readonly door: Door;
  readonly list?: KeptList;
  /** The passages, by their scans, that somebody at this device has looked into. */
  readonly looked?: readonly string[];
}

/** Somebody whom this gate let through. It stays until a list that was made later knows of it. */
export interface Passage {
  readonly scanId: string;
  readonly fact: Fact;
  readonly token: string;
  /** By the device's own clock, as the server wants it. */
  readonly at: string;
  readonly door: Door;
  /** The server has heard of it. */
  readonly known: boolean;
}

/** A passage that the history has something against, as the server found. The name is in the list. */
export interface KeptConflict {
  readonly scanId: string;
  readonly registrationId: string;
  readonly reason: RefusalReason;
  readonly at: string;
  readonly direction: Direction;
  readonly gate?: string;
  /** The passage that it contradicts. */
  readonly against?: { readonly gate: string; readonly at: string };
}

export interface Person {
  readonly nameOnBadge: string;
  readonly category: string;
  readonly organization?: string | undefined;
  /** The address of the photo, for a minute; only the server has it. */
  readonly photo?: string | undefined;
}

/** What the operator sees of one reading. `undecided`: there is no list yet, or the browser can't check badges. */
export interface Shown {
  readonly scanId: string;
  readonly verdict: Verdict | { readonly verdict: "undecided" };
  readonly person?: Person | undefined;
  readonly door: Door;
  /** Decided by this gate alone. */
  readonly offline: boolean;
  readonly at: string;
}

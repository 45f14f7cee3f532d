import type { Recount } from "#shared/store/recount.ts";
import type { PoolCount } from "./conference.ts";
import type { MailLedger } from "./mail-ledger.ts";

/** Badges of one kind that must not open a gate: how many were tried, and how many were refused for the right reason. */
export interface Refused {
  readonly tried: number;
  readonly refused: number;
}

/** What was seen at the gates of one conference. */
export interface GateEvidence {
  readonly confirmed: number;
  readonly verifiedOffline: number;
  /** Badges that were admitted at their first reading. */
  readonly admitted: number;
  /** Refused at their second. */
  readonly duplicate: Refused;
  /** Inside at the end, as the gates count; and as the readings say. */
  readonly inside: number;
  readonly expectedInside: number;
}

export interface FalseBadges {
  readonly forged: Refused;
  readonly revoked: Refused;
  readonly reprinted: Refused;
  /** New badges that went out and in again after the older one was refused. */
  readonly reprintsAdmitted: Refused["refused"];
  readonly sameScanSameAnswer: boolean;
}

/** What was seen of the waiting list. */
export interface LineEvidence {
  readonly moved: number;
  /** From the answer that freed a seat until the next in line had it. */
  readonly longestWaitMs: number;
  readonly medianWaitMs: number;
  readonly jumped: number;
}

/** Everything that a journey through one conference brought to light. */
export interface ConferenceEvidence {
  readonly conferenceId: string;
  readonly title: string;
  readonly place: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** What was done, as a label and a sentence. */
  readonly story: readonly (readonly [label: string, sentence: string])[];
  readonly pools: readonly PoolCount[];
  /** The most seats that any pool was ever seen to have given out above its limit. */
  readonly mostOver: number;
  readonly recount: Recount;
  readonly mails: MailLedger;
  readonly gate: GateEvidence;
  readonly line?: LineEvidence;
  readonly falseBadges?: FalseBadges;
  /** Answers that weren't what they had to be: a repetition that was answered differently, a change on a stale version. */
  readonly surprises: readonly string[];
}

/** The whole journey. */
export interface Evidence {
  readonly api: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly seconds: number;
  /** Answers held against the OpenAPI document; one that differs ends the journey. */
  readonly validated: number;
  readonly conferences: readonly ConferenceEvidence[];
  /** Mails without a promise. */
  readonly unpromised: readonly string[];
}

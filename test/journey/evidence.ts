import type { CounterReport } from "../../cli/verify-counters/verify-counters.ts";
import type { PoolCount } from "./conference.ts";
import type { EmailLedger } from "./email-ledger.ts";

/** Badges of one kind that must be refused: the number tried, and the number refused with the right reason. */
export interface RefusalCount {
  readonly tried: number;
  readonly refused: number;
}

/** The observations at the gates of one conference. */
export interface GateEvidence {
  readonly confirmed: number;
  readonly verifiedOffline: number;
  /** Badges that were admitted at their first scan. */
  readonly admitted: number;
  /** Badges that were refused at their second scan. */
  readonly duplicate: RefusalCount;
  /** People inside at the end: by the gates' headcount, and by the scans. */
  readonly inside: number;
  readonly expectedInside: number;
}

export interface InvalidBadgeEvidence {
  readonly forged: RefusalCount;
  readonly revoked: RefusalCount;
  readonly reprinted: RefusalCount;
  /** Reprinted badges that left and entered again after the old one was refused. */
  readonly reprintsAdmitted: RefusalCount["refused"];
  readonly sameScanSameAnswer: boolean;
}

/** The observations of the waiting list. */
export interface WaitingListEvidence {
  readonly moved: number;
  /** The time from the answer that released a seat until the next person had it. */
  readonly longestWaitMs: number;
  readonly medianWaitMs: number;
  readonly jumped: number;
}

/** Who came by the API, and by the verdicts that the gates gave, in the same form. */
export interface AttendanceEvidence {
  readonly counted: unknown;
  readonly byVerdicts: unknown;
}

/** All observations of a journey through one conference. */
export interface ConferenceEvidence {
  readonly conferenceId: string;
  readonly title: string;
  readonly place: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** The steps, each as a label and a sentence. */
  readonly story: readonly (readonly [label: string, sentence: string])[];
  readonly pools: readonly PoolCount[];
  /** The highest number of seats above its limit that any pool had at any time. */
  readonly mostOver: number;
  readonly recount: Omit<CounterReport, "findings">;
  readonly emails: EmailLedger;
  readonly gate: GateEvidence;
  readonly attendance: AttendanceEvidence;
  readonly waitingList?: WaitingListEvidence;
  readonly falseBadges?: InvalidBadgeEvidence;
  /** Unexpected answers: a replay with another answer, an accepted change on a stale version. */
  readonly surprises: readonly string[];
}

/** The observations of the whole journey. */
export interface JourneyEvidence {
  readonly api: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly seconds: number;
  /** The number of answers validated against the OpenAPI document; an invalid one ends the journey. */
  readonly validated: number;
  readonly conferences: readonly ConferenceEvidence[];
  /** Emails that were sent without being queued. */
  readonly unqueued: readonly string[];
}

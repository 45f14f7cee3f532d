import type { RefusalReason } from "./verdict.ts";

/** What limits a badge; without days every day is good, without zones every zone. */
export interface BadgeAccess {
  /** `YYYY-MM-DD`, at the venue. */
  readonly days?: readonly string[];
  readonly zones?: readonly string[];
}

/** Why a badge that was issued opens nothing now. */
export type BadgeFault = Extract<RefusalReason, "revoked" | "withdrawn" | "not-confirmed">;

/** From when to when one serial opened gates, and what ended it. Times are RFC 3339, UTC. */
export interface BadgeLife {
  readonly serial: number;
  readonly from: string;
  readonly until?: string;
  readonly ended?: BadgeFault | "replaced";
}

/** Why a serial opened nothing at a moment that has passed; nothing if it did, or was about to be issued. */
export function faultAt(lives: readonly BadgeLife[], serial: number, at: string): RefusalReason | undefined {
  const life = lives.find((each) => each.serial === serial);
  if (!life) return "replaced";
  return life.until !== undefined && life.until <= at ? life.ended : undefined;
}

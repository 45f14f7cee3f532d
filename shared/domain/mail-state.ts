import type { MailKind } from "./change.ts";

/**
 * Why a mail didn't go out. `nothing-to-send`: what it told of is gone, such as a badge that died since. `suppressed`:
 * its address sent mails back. `too-many`: one of a flood, of a kind that may be dropped. `poison`: it could not be
 * written. `refused`: SES wouldn't take it. `outcome-unknown`: SES never said whether it took it.
 */
export const failureReasons = [
  "nothing-to-send",
  "suppressed",
  "too-many",
  "poison",
  "refused",
  "outcome-unknown",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** Failures after which somebody repairs something, and `npm run redrive` promises the mail again. */
export const givenUp: ReadonlySet<FailureReason> = new Set<FailureReason>(["poison", "refused", "outcome-unknown"]);

/** What came back after SES had taken a mail: it couldn't be delivered, not yet or never; or its reader complained. */
export const comebacks = ["bounce", "transient-bounce", "complaint"] as const;
export type Comeback = (typeof comebacks)[number];

/** An earlier sending of the same mail may have arrived: SES never said. */
interface MaybeTwice {
  readonly possiblyTwice?: boolean;
}

/**
 * How a mail stands: promised, and how often it failed so far; claimed by a sender until its lease ends; sent; or
 * failed, with the reason and the name of the error.
 */
export type MailState =
  | { readonly state: "promised"; readonly failures?: number }
  | { readonly state: "claimed"; readonly until: string; readonly attempts: number; readonly failures?: number }
  | ({
      readonly state: "sent";
      readonly at: string;
      readonly messageId: string;
      readonly comeback?: Comeback;
    } & MaybeTwice)
  | ({
      readonly state: "failed";
      readonly at: string;
      readonly reason: FailureReason;
      readonly error?: string;
    } & MaybeTwice);

/** What the secretariat may want to know of a mail; one may have several. */
export const mailTroubles = [
  "failed",
  "suppressed",
  "dropped",
  "possibly-twice",
  "bounced",
  "delayed",
  "complained",
] as const;
export type MailTrouble = (typeof mailTroubles)[number];

const failed: Readonly<Record<FailureReason, MailTrouble>> = {
  "nothing-to-send": "dropped",
  "too-many": "dropped",
  suppressed: "suppressed",
  poison: "failed",
  refused: "failed",
  "outcome-unknown": "failed",
};

const cameBack: Readonly<Record<Comeback, MailTrouble>> = {
  bounce: "bounced",
  "transient-bounce": "delayed",
  complaint: "complained",
};

/** What went wrong with a mail, or nothing. */
export function troublesOf(standing: MailState): MailTrouble[] {
  if (standing.state !== "sent" && standing.state !== "failed") return [];
  const trouble =
    standing.state === "failed" ? failed[standing.reason] : standing.comeback && cameBack[standing.comeback];
  return [...(trouble ? [trouble] : []), ...(standing.possiblyTwice ? (["possibly-twice"] as const) : [])];
}

/**
 * How many mails of a kind one address gets within an hour, for the kinds that anybody can cause and that nobody
 * misses: the reader has had one just now, and can ask again. Every other mail tells of a change, and is never dropped.
 */
export const perHour: { readonly [Kind in MailKind]?: number } = {
  "sign-in": 6,
  "delegation-sign-in": 6,
  "delegation-requested": 6,
};

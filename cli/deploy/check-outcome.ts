import type { ExistingStack } from "../existing-stack.ts";
import type { SettingValues } from "./settings.ts";
import type { Stage, StageTemplate } from "./stage.ts";

/** What a check of the account knows. */
export interface CheckContext {
  readonly stage: Stage;
  readonly region: string;
  readonly account: string;
  readonly template: StageTemplate;
  readonly values: SettingValues;
  /** The stack of the former deployment. */
  readonly existing: ExistingStack | undefined;
}

export interface CheckOutcome {
  /** What the check found. */
  readonly text: string;
  /** What to do about a failed check. */
  readonly mend?: string;
}

export const pass = (text: string): CheckOutcome => ({ text });
export const fail = (text: string, mend: string): CheckOutcome => ({ text, mend });

/** The outcome in one line. */
export const describeOutcome = (subject: string, { text, mend }: CheckOutcome): string =>
  `${mend === undefined ? "pass" : "FAIL"}  ${subject.padEnd(20)}  ${text}${mend === undefined ? "" : `. To mend it: ${mend}`}`;

/** Such as `registration.example.org`. */
export const toHostName = (address: string | undefined): string | undefined =>
  address === undefined ? undefined : new URL(address).hostname;

import type { Faults } from "../../form/faults.ts";
import type { ConferenceAnswer } from "../use-conference.ts";
import type { Draft } from "./draft.ts";
import type { Step } from "./steps.ts";

/** What each step of the form works on. */
export interface StepProps {
  readonly step: Step;
  readonly draft: Draft;
  readonly conference: ConferenceAnswer | undefined;
  readonly conferenceId: string;
  readonly faults: Faults;
  readonly change: (draft: Draft) => void;
  readonly goTo: (step: number) => void;
}

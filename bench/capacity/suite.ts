import type { Suite } from "../support/suite.ts";
import { measureConflicts } from "./conflicts.ts";
import { measureModel } from "./model.ts";
import { measureOpening } from "./opening.ts";
import { measureRace } from "./race.ts";
import { measureThroughput } from "./throughput.ts";

/** How the cap holds, and how fast (docs/capacity.md). */
export const suite: Suite = {
  model: measureModel,
  race: measureRace,
  opening: measureOpening,
  throughput: measureThroughput,
  conflicts: measureConflicts,
};

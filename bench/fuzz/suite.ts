import type { Suite } from "../support/suite.ts";
import { measureFuzz } from "./campaign.ts";

/** Whether anything that can be sent breaks anything. */
export const suite: Suite = { fuzz: measureFuzz };

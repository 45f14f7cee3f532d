import type { Suite } from "../support/suite.ts";
import { measureStorm } from "./storm.ts";

/** Whether mails arrive once on the worst of days. */
export const suite: Suite = { storm: measureStorm };

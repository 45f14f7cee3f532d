import type { Suite } from "../support/suite.ts";
import { measureReading } from "./read.ts";

/** What it costs to take a sheet of people. */
export const suite: Suite = { read: measureReading };

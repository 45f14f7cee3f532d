import { type Language, languages } from "#shared/model/conference.ts";

/**
 * Whether this is `npm run test:full`, which repeats more than `npm test` does. Both run the same rules; docs/testing.md
 * lists what differs. test/run.ts sets the variable.
 */
export const isFullRun = process.env["PALAIS_TEST"] === "full";

/** A count for a test that repeats the same thing: how many rows, requests, kills or random runs. */
export const repetitions = ({ usual, full }: { readonly usual: number; readonly full: number }): number =>
  isFullRun ? full : usual;

/**
 * In which languages the browser tests open every state of every page. The default is one language for each writing
 * direction: the states are the same in all six, and test/messages checks the texts of all six in each run.
 */
export const languagesInBrowser: readonly Language[] = isFullRun ? languages : ["en", "ar"];

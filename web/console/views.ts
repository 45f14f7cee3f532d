/** The views of a conference, in the order of the tabs. */
export const consoleViews = [
  "queue",
  "capacity",
  "statistics",
  "delegations",
  "participants",
  "badges",
  "emails",
  "imports",
  "settings",
] as const;
export type ConsoleView = (typeof consoleViews)[number];

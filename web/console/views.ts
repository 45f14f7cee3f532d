/** The views of a conference, in the order of the tabs. The design of badges is reached from the badges. */
export const consoleViews = [
  "home",
  "queue",
  "register",
  "capacity",
  "statistics",
  "attendance",
  "delegations",
  "programme",
  "participants",
  "badges",
  "badge-design",
  "letters",
  "emails",
  "imports",
  "settings",
] as const;
export type ConsoleView = (typeof consoleViews)[number];

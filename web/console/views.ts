/** What the console shows of a conference, in the order of its tabs. */
export const views = [
  "queue",
  "capacity",
  "composition",
  "delegations",
  "participants",
  "badges",
  "mails",
  "imports",
  "settings",
] as const;
export type View = (typeof views)[number];

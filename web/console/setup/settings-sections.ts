/** The sections of the settings, in the order of the menu. */
export const settingsSections = [
  "basics",
  "categories",
  "form",
  "programme",
  "capacity",
  "pages",
  "emails",
  "badges",
  "letters",
  "staff",
  "privacy",
] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** The sections that are saved together. The others are saved by themselves. */
export type SetupSection = Exclude<SettingsSection, "form" | "pages">;

export const isSetupSection = (section: SettingsSection): section is SetupSection =>
  section !== "form" && section !== "pages";

/** The sections of the settings outside of the basics, by the first name of their paths. */
const sectionsByField: Readonly<Record<string, SetupSection>> = {
  badgeLayout: "badges",
  badgeLayouts: "badges",
  categories: "categories",
  confirmWithinHours: "emails",
  contact: "emails",
  countries: "categories",
  documentRetentionDays: "privacy",
  expectedArrivalsPerSecond: "capacity",
  offerHours: "capacity",
  onlineLink: "capacity",
  participation: "capacity",
  registration: "capacity",
  retentionDays: "privacy",
  roles: "categories",
  seatTakenAt: "capacity",
  sessions: "programme",
  staff: "staff",
  targets: "capacity",
  visaLetters: "letters",
  waitingList: "capacity",
  waitingListOrder: "capacity",
};

/** The section that has the field at a path, such as `categories.0.title.en`. */
export const findSetupSection = (path: string): SetupSection => sectionsByField[path.split(".")[0] ?? ""] ?? "basics";

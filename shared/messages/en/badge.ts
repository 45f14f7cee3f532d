/** What stands on a badge beside what people wrote. */
export const badge = {
  files: "Badges",
  serial: "No. {serial}",
  role: {
    "head-of-delegation": "Head of delegation",
    delegate: "Delegate",
    speaker: "Speaker",
    moderator: "Moderator",
    observer: "Observer",
    staff: "Staff",
  },
};

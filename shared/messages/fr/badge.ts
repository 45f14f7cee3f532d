/** What stands on a badge beside what people wrote. */
export const badge = {
  files: "Badges",
  serial: "N° {serial}",
  role: {
    "head-of-delegation": "Chef de délégation",
    delegate: "Délégué(e)",
    speaker: "Intervenant(e)",
    moderator: "Modérateur(trice)",
    observer: "Observateur(trice)",
    staff: "Personnel",
  },
};

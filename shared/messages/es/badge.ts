/** What stands on a badge beside what people wrote. */
export const badge = {
  files: "Credenciales",
  serial: "N.º {serial}",
  role: {
    "head-of-delegation": "Jefe(a) de delegación",
    delegate: "Delegado(a)",
    speaker: "Orador(a)",
    moderator: "Moderador(a)",
    observer: "Observador(a)",
    staff: "Personal",
  },
};

import type { Translated } from "../../i18n/catalogue.ts";
import type { person as shape } from "../en/person.ts";

export const person: Translated<typeof shape> = {
  common: {
    yes: "Sí",
  },
  gender: {
    female: "Mujer",
    male: "Hombre",
    other: "Otro",
    undisclosed: "Prefiero no decirlo",
  },
  role: {
    "head-of-delegation": "Jefe o jefa de delegación",
    delegate: "Delegado o delegada",
    speaker: "Ponente",
    moderator: "Moderador o moderadora",
    observer: "Observador u observadora",
    staff: "Personal",
  },
  hint: {
    email: "Allí se enviarán todos los mensajes sobre la inscripción.",
    nameOnBadge: "Si debe ser distinto de su nombre y apellidos.",
    birthDate: "Como figura en su pasaporte o documento de identidad.",
  },
  label: {
    needs_accessibility: "Lo que necesita para participar (acceso, asistencia)",
    needs_diet: "Requisitos alimentarios",
    needs_visaLetter: "Necesito una carta para solicitar el visado",
    consent_listOfParticipants:
      "Mi nombre, cargo y organización pueden figurar en la lista publicada de participantes.",
    consent_photo: "Puedo aparecer en fotografías y grabaciones de la conferencia.",
  },
};

import type { Catalogue } from "#shared/messages/catalogue.ts";

export const reason: Catalogue["reason"] = {
  forged: "Este distintivo no es nuestro.",
  "unknown-key": "Este distintivo está firmado con una clave que no conocemos.",
  "other-conference": "Este distintivo corresponde a otra conferencia.",
  revoked: "La acreditación ha sido retirada.",
  withdrawn: "La inscripción ha sido retirada.",
  "not-confirmed": "La plaza de esta persona no está confirmada. Envíela al mostrador de acreditación.",
  replaced: "Este distintivo ha sido sustituido por uno más reciente.",
  "already-inside": "Esta persona ya está dentro.",
  "not-inside": "La entrada de esta persona no se ha registrado.",
};

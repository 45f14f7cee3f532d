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
  "not-on-list":
    "Este distintivo es más reciente que la lista de esta puerta. Sincronice el dispositivo o envíe a la persona al mostrador de acreditación.",
  "wrong-day": "Este distintivo no es válido para hoy.",
  "wrong-zone": "Este distintivo no es válido para esta zona.",
  "no-session-seat": "Esta persona no tiene plaza en esta sesión.",
  "delegation-inside-full": "Ya están dentro tantos miembros de esta delegación como pueden estar al mismo tiempo.",
  "replaced-by": "Este distintivo ha sido sustituido por el número {serial}.",
  "inside-since": "Esta persona está dentro desde las {since}, entró por {gate}.",
  "members-inside": "Ya están dentro tantos miembros de esta delegación como pueden estar al mismo tiempo: {inside}.",
};

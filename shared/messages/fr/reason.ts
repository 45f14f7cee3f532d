import type { Catalogue } from "#shared/messages/catalogue.ts";

export const reason: Catalogue["reason"] = {
  forged: "Ce badge n’est pas des nôtres.",
  "unknown-key": "Ce badge a été signé avec une clé que nous ne connaissons pas.",
  "other-conference": "Ce badge est celui d’une autre conférence.",
  revoked: "L’accréditation a été retirée.",
  withdrawn: "L’inscription a été annulée.",
  "not-confirmed": "La place de cette personne n’est pas confirmée. Veuillez l’envoyer à l’accueil.",
  replaced: "Ce badge a été remplacé par un plus récent.",
  "already-inside": "Cette personne est déjà à l’intérieur.",
  "not-inside": "L’entrée de cette personne n’a pas été enregistrée.",
  "not-on-list":
    "Ce badge est plus récent que la liste de cette entrée. Veuillez synchroniser l’appareil, ou envoyer la personne à l’accueil.",
  "wrong-day": "Ce badge n’est pas valable aujourd’hui.",
  "wrong-zone": "Ce badge n’est pas valable pour cette zone.",
  "no-session-seat": "Cette personne n’a pas de place à cette session.",
  "delegation-inside-full":
    "Cette délégation a déjà autant de membres à l’intérieur qu’elle peut en avoir en même temps.",
  "replaced-by": "Ce badge a été remplacé par le numéro {serial}.",
  "inside-since": "Cette personne est à l’intérieur depuis {since}, entrée par {gate}.",
  "members-inside":
    "Cette délégation a déjà autant de membres à l’intérieur qu’elle peut en avoir en même temps : {inside}.",
};

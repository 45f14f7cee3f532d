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
};

import type { Catalogue } from "#shared/messages/catalogue.ts";

export const sheet: Catalogue["sheet"] = {
  people: "Personnes",
  notes: "Comment remplir",
  heading: "Colonne",
  value: "Ce qu’il faut écrire",
  required: "obligatoire",
  yes: "oui",
  no: "non",
  yesOrNo: "oui ou non",
  oneOf: "l’une de ces valeurs : {values}",
  several: "plusieurs, séparés par des virgules",
  date: "un jour, sous la forme année-mois-jour",
  country: "un pays, en trois lettres (ISO 3166-1)",
  text: "texte",
  upTo: "texte d’au plus {maximum} caractères",
};

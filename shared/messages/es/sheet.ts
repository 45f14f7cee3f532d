import type { Catalogue } from "#shared/messages/catalogue.ts";

export const sheet: Catalogue["sheet"] = {
  people: "Personas",
  notes: "Cómo rellenarla",
  heading: "Columna",
  value: "Qué escribir",
  required: "obligatorio",
  yes: "sí",
  no: "no",
  yesOrNo: "sí o no",
  oneOf: "uno de estos valores: {values}",
  several: "varios, separados por comas",
  date: "un día, como año-mes-día",
  country: "un país, con tres letras (ISO 3166-1)",
  text: "texto",
  upTo: "texto de {maximum} caracteres como máximo",
};

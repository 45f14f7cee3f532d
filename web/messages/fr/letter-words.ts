import type { Translated } from "../../i18n/catalogue.ts";
import type { letter as shape } from "../en/letter-words.ts";

export const letter: Translated<typeof shape> = {
  title: "Lettre d’invitation",
  valid: {
    title: "Cette lettre est valable",
    detail: "Son titulaire est accrédité auprès de la conférence ci-dessous.",
  },
  revoked: {
    title: "Cette lettre n’est plus valable",
    detail: "Elle a été remplacée par une lettre plus récente, ou l’accréditation a été retirée.",
  },
  unknown: {
    title: "Nous ne connaissons pas cette lettre",
    detail: "Veuillez lire le code encore une fois. S’il mène de nouveau ici, la lettre n’est pas de nous.",
  },
  compare: "Cette page ne montre rien de la personne. Veuillez comparer la conférence et ses dates avec la lettre.",
};

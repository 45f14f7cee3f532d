import type { Translated } from "../../i18n/catalogue.ts";
import type { files as shape } from "../en/files.ts";

export const files: Translated<typeof shape> = {
  photo: {
    label: "Photo pour le badge",
    hint: "Une photo récente de votre visage, de face. Vous pouvez aussi l’ajouter plus tard.",
    take: "Prendre une photo",
    choose: "Choisir une image",
    other: "Choisir une autre image",
    zoom: "Taille",
    across: "Gauche ou droite",
    down: "Haut ou bas",
    use: "Utiliser cette photo",
    done: "La photo a été reçue et vérifiée.",
    checking: "Vérification de la photo…",
    unreadable: "Ce fichier ne peut pas être lu comme image. Veuillez en choisir un autre.",
    preview: "La photo telle qu’elle figurera sur le badge",
  },
  letter: {
    label: "Lettre d’accréditation",
    hint: "Une note verbale ou une lettre qui désigne les participants, au format PDF, JPEG ou PNG.",
    choose: "Choisir un fichier",
    other: "Choisir un autre fichier",
    done: "La lettre a été reçue et vérifiée.",
    checking: "Vérification de la lettre…",
  },
};

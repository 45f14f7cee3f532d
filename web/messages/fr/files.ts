import type { Translated } from "../../i18n/catalogue.ts";
import type { files as shape } from "../en/files.ts";

export const files: Translated<typeof shape> = {
  photo: {
    label: "Photo pour le badge",
    hint: "Une photo récente de votre visage, de face. Vous pouvez aussi l’ajouter plus tard.",
    take: "Prendre une photo",
    choose: "Choisir une image",
    other: "Choisir une autre image",
    pull: "Faites glisser l’image jusqu’à ce que votre visage remplisse le cadre, ou utilisez les curseurs.",
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
  passport: {
    label: "Copie de votre passeport",
    hint: "La page avec votre photo, au format PDF, JPEG ou PNG, pour votre lettre d’invitation. Seul le secrétariat peut l’ouvrir ; chaque ouverture est enregistrée avec son motif.",
    choose: "Choisir un fichier",
    other: "Choisir un autre fichier",
    done: "Le passeport a été reçu et vérifié.",
    checking: "Vérification du passeport…",
  },
};

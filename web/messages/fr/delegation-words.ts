import type { Translated } from "../../i18n/catalogue.ts";
import type { delegationWords as shape } from "../en/delegation-words.ts";

export const delegationWords: Translated<typeof shape> = {
  delegation: {
    title: "Ma délégation",
    none: "Votre lien n’ouvre aucune délégation. Demandez-en un nouveau sur la page de la conférence.",
    toMine: "Vers ma propre inscription",
  },
  status: {
    requested: "Demandée",
    accredited: "Accréditée",
    refused: "Non accréditée",
  },
  quota: {
    title: "Places",
    used: "{held} sur {quota, plural, one {# place} other {# places}}",
    free: "{held, plural, one {# place prise} other {# places prises}} ; votre délégation n’a pas de quota propre",
    waiting: "{count, plural, one {# personne attend} other {# personnes attendent}} une place",
  },
  members: {
    title: "Membres, dans votre ordre",
    lead: "Les places qui se libèrent vont à vos membres dans cet ordre. Faites glisser une ligne ou utilisez ses flèches.",
    nobody: "Personne n’a encore été désigné.",
    up: "Monter {name}",
    down: "Descendre {name}",
    moved: "{name} occupe maintenant le rang {rank}.",
    photo: "Photo",
    photoOf: "Photo : {name}",
    missing: "Manque :",
    complete: "Complet",
  },
  missing: {
    photo: "photo",
    letter: "nom dans la lettre",
    correction: "une correction",
  },
  substitute: {
    ask: "Remplacer",
    askFor: "Remplacer {name}",
    title: "Qui vient à la place de {name} ?",
    means:
      "La nouvelle personne prend le rang et la place. L’inscription de la personne qui part est retirée et son badge n’est plus valable.",
    do: "Remplacer",
  },
  nominate: {
    title: "Désigner",
    lead: "Une ligne par personne, dans l’ordre souhaité. Vous pouvez coller des lignes d’un tableur dans la première cellule.",
    email: "Courriel (facultatif : sinon, à vous)",
    cell: "{field}, ligne {row}",
    add: "Ajouter une ligne",
    remove: "Supprimer la ligne {row}",
    row: "Ligne {row}",
    send: "{count, plural, =0 {Désigner} one {Désigner # personne} other {Désigner # personnes}}",
    done: "{count, plural, one {# personne a été désignée.} other {# personnes ont été désignées.}}",
  },
  letters: {
    version: "Version {version}, {date}",
    read: "Lue par le secrétariat",
    unread: "Pas encore lue",
  },
};

import type { Translated } from "../../i18n/catalogue.ts";
import type { common as shape } from "../en/common.ts";

export const common: Translated<typeof shape> = {
  frame: {
    skip: "Aller au contenu",
    language: "Langue",
    foot: "Inscription et accréditation aux conférences intergouvernementales",
    signOut: "Se déconnecter",
  },
  common: {
    loading: "Chargement…",
    retry: "Réessayer",
    optional: "facultatif",
    cancel: "Annuler",
    close: "Fermer",
    back: "Retour",
    choose: "Veuillez choisir",
    openList: "Afficher la liste",
    nothingFits: "Aucun élément de la liste ne correspond.",
    colon: "\u00a0: ",
  },
  error: {
    unreachable: "Pas de connexion",
    unreachableDetail: "Rien de ce que vous avez saisi n’est perdu. Veuillez réessayer une fois connecté(e).",
    broken: "Une erreur s’est produite de notre côté",
    brokenDetail: "Veuillez réessayer dans un instant.",
    summary: "Veuillez corriger les points suivants",
  },
};

import type { Catalogue } from "#shared/messages/catalogue.ts";

export const job: Catalogue["job"] = {
  "gave-up":
    "Un problème est survenu chez nous, et nous en sommes avertis. Ce qui a été fait reste acquis ; le même fichier peut être envoyé de nouveau.",
  "not-allowed": "La personne qui l’a demandé n’y est plus autorisée.",
  "sheet-unreadable": "La feuille est illisible.",
  "sheet-columns": "Les en-têtes ne sont pas ceux du modèle.",
};

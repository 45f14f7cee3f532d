import type { Catalogue } from "#shared/messages/catalogue.ts";

export const problem: Catalogue["problem"] = {
  "already-registered": {
    title: "Déjà inscrit",
    detail: "Cette personne a déjà une inscription à cette conférence. Ouvrez plutôt celle-là.",
  },
  "bad-cursor": {
    title: "Cette page n’existe pas",
    detail: "La liste ne continue pas à cet endroit. Reprenez-la à son début.",
  },
  "badge-not-printable": {
    title: "Impossible d’imprimer le badge",
    detail:
      "Un caractère de ce badge ne figure dans aucune de nos polices. Corrigez le champ ou indiquez un autre nom pour le badge.",
  },
  "body-too-large": { title: "Trop volumineux", detail: "Une requête peut contenir au plus 64 Ko." },
  "category-full": {
    title: "Plus de place dans cette catégorie",
    detail: "Toutes les places de la catégorie choisie sont prises. Votre inscription et sa place restent inchangées.",
  },
  "changed-meanwhile": {
    title: "Modifié entre-temps",
    detail: "Quelqu’un d’autre l’a modifié depuis votre lecture. Relisez-le, puis refaites votre modification.",
  },
  "conference-in-use": {
    title: "Des personnes sont inscrites",
    detail: "Dès que quelqu’un est inscrit, cela ne peut plus changer. Voyez les champs indiqués.",
  },
  "delegation-not-accredited": {
    title: "Pas encore accréditée",
    detail: "Le secrétariat n’a pas encore accrédité cette délégation. Elle pourra désigner des personnes ensuite.",
  },
  "file-not-checked": {
    title: "Pas encore vérifié",
    detail: "Le fichier est en cours de vérification. Veuillez réessayer dans un instant.",
  },
  "file-refused": {
    title: "Non conservé",
    detail: "Le fichier a été refusé lors de sa vérification. Sa page en donne la raison.",
  },
  full: {
    title: "Complet",
    detail: "Toutes les places sont prises, et cette conférence n’a pas de liste d’attente.",
  },
  "inside-already": {
    title: "Déjà à l’intérieur",
    detail:
      "Cette personne se trouve actuellement dans les lieux. Elle pourra être remplacée une fois enregistrée à la sortie.",
  },
  "idempotency-key-reused": {
    title: "Clé déjà utilisée",
    detail: "Cette Idempotency-Key a servi à une autre requête. Prenez-en une nouvelle.",
  },
  "internal-error": {
    title: "Un problème est survenu chez nous",
    detail: "Nous en sommes informés. Veuillez réessayer dans quelques minutes.",
  },
  "invalid-request": {
    title: "Veuillez vérifier vos indications",
    detail: "Certaines indications ne peuvent pas être acceptées telles quelles.",
  },
  "link-used-or-expired": {
    title: "Ce lien ne fonctionne plus",
    detail: "Un lien de connexion sert une fois, pendant dix minutes. Demandez-en un nouveau.",
  },
  "list-not-printable": {
    title: "La liste ne peut pas être imprimée",
    detail:
      "Des noms ou des titres qui y figurent contiennent des caractères absents de nos polices d’impression. Veuillez les corriger, ou demander la liste sous une autre forme.",
  },
  "malformed-json": { title: "Illisible", detail: "La requête n’est pas du JSON valide en UTF-8." },
  "name-protected": {
    title: "Ce nom est protégé",
    detail:
      "Cette personne figure sous un nom d’emprunt. Seuls les membres du personnel désignés par le secrétariat peuvent voir son vrai nom ou modifier cette protection.",
  },
  "not-a-member": {
    title: "Hors de cette délégation",
    detail: "Cette inscription n’appartient pas à cette délégation.",
  },
  "not-allowed": { title: "Non autorisé", detail: "Votre compte ne permet pas cette action." },
  "not-confirmed": {
    title: "Pas de badge",
    detail: "Seule une personne accréditée qui a une place a un badge. Voyez d’abord l’inscription.",
  },
  "not-found": { title: "Introuvable", detail: "Il n’y a rien ici que vous puissiez voir." },
  "not-signed-in": { title: "Veuillez vous connecter", detail: "Votre connexion manque ou n’est plus valable." },
  "registration-closed": {
    title: "Les inscriptions sont closes",
    detail: "Cette conférence ne prend pas d’inscriptions en ce moment.",
  },
  "reserve-full": {
    title: "La réserve est complète",
    detail: "La délégation a désigné autant de personnes qu’elle le peut. Personne n’a été ajouté.",
  },
  "second-head": {
    title: "Il y a déjà un chef de délégation",
    detail: "Une délégation n’a qu’un chef. Changez d’abord la fonction de l’actuel.",
  },
  "too-busy": {
    title: "Trop de monde à la fois",
    detail: "Nous n’avons pas pu terminer à l’instant. Veuillez réessayer dans un moment.",
  },
  "too-many-uploads": {
    title: "Trop de fichiers",
    detail: "Trop de fichiers ont été annoncés depuis votre réseau en une heure. Veuillez réessayer plus tard.",
  },
  "unknown-conference": {
    title: "Conférence inconnue",
    detail: "Il n’y a pas ici de conférence que vous puissiez voir.",
  },
  "version-required": {
    title: "Quelle version ?",
    detail: "Indiquez dans If-Match la version que vous avez lue, afin que la modification de personne ne se perde.",
  },
  "wrong-content-type": { title: "Ce n’est pas du JSON", detail: "Envoyez la requête en application/json." },
  "wrong-state": {
    title: "Impossible à ce stade",
    detail: "L’état de l’inscription ne le permet pas. Relisez-la pour voir où elle en est.",
  },
};

import type { Catalogue } from "#shared/messages/catalogue.ts";

export const frame: Catalogue["frame"] = {
  greeting: "Bonjour {name},",
  status: "Voir mon inscription",
  statusHint: "La page vous demande votre adresse électronique et vous envoie un lien de connexion :",
  signIn: "Me connecter",
  signInHint: "Vous pouvez aussi copier cette adresse dans votre navigateur :",
  confirmBy:
    "Pour garder la place, veuillez ouvrir votre inscription avant le {until} : nous saurons ainsi que cette adresse est la vôtre.",
  reason: "Le secrétariat vous écrit :",
  position: "Vous occupez actuellement la place numéro {position, number} dans la file.",
  lineByTargets:
    "L’ordre suit les parts que la conférence se fixe, indiquées sur sa page, puis l’ordre d’arrivée. Votre rang peut changer à chaque place attribuée.",
  calendar: "L’entrée d’agenda ci-jointe inscrit la conférence dans votre agenda et corrige une entrée antérieure.",
  calendarCancelled: "L’entrée d’agenda ci-jointe retire la conférence de votre agenda.",
  full: "Tout est pris en ce moment :",
  signature: "Le secrétariat",
  automatic: "Ce message a été envoyé automatiquement. Merci de ne pas y répondre.",
};

export const pool: Catalogue["pool"] = {
  venue: "les places dans la salle",
  category: "les places pour « {title} »",
  delegation: "les places de votre délégation",
  session: "les places à « {title} »",
};

export const calendar: Catalogue["calendar"] = {
  confirmed: "Votre place est confirmée. Veuillez apporter le code de votre badge et une pièce d’identité.",
  cancelled: "Vous n’êtes plus attendu(e) à cette conférence.",
};

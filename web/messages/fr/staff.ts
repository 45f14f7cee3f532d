import type { Translated } from "../../i18n/catalogue.ts";
import type { staff as shape } from "../en/staff.ts";

export const staff: Translated<typeof shape> = {
  staff: {
    title: "Connexion du personnel",
    email: "Adresse électronique",
    password: "Mot de passe",
    signIn: "Se connecter",
    newPassword: "Choisissez votre mot de passe",
    newPasswordHint:
      "Au moins 15 caractères, avec minuscules, majuscules, un chiffre et un signe. Pas un mot de passe que vous utilisez ailleurs.",
    code: "Code de votre application d’authentification",
    go: "Continuer",
    wrong: "L’adresse électronique ou le mot de passe est incorrect.",
    wrongCode: "Ce code est incorrect ou n’est plus valable.",
    tookTooLong: "Cela a pris trop de temps. Veuillez vous reconnecter.",
    resetRequired:
      "Ce mot de passe ne peut plus être utilisé. La personne qui administre Palais vous en donne un autre.",
    tooOften: "Trop de tentatives. Veuillez patienter quelques minutes.",
    weakPassword: "Ce mot de passe n’est pas assez sûr.",
    notYours: "Votre compte ne donne pas accès à cette page.",
    signedInAs: "Connecté(e) : {email}",
  },
  authenticator: {
    title: "Configurez votre application d’authentification",
    lead: "Désormais, la connexion demande votre mot de passe et un code d’une application d’authentification sur votre téléphone. Scannez ceci avec l’application :",
    alt: "Code pour votre application d’authentification",
    here: "Ouvrir l’application d’authentification de cet appareil",
    key: "Ou saisissez cette clé dans l’application, basée sur le temps :",
    code: "Code que l’application affiche maintenant",
    lost: "Si vous perdez le téléphone, la personne qui administre Palais vous permet d’en configurer un autre.",
  },
  account: {
    change: "Changer de mot de passe",
    everywhere: "Se déconnecter partout",
    before: "Mot de passe actuel",
    wrong: "Le mot de passe actuel est incorrect.",
    done: "Votre mot de passe a été changé.",
  },
};

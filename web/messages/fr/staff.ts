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
    weakPassword: "Ce mot de passe n’est pas assez sûr.",
    notYours: "Votre compte ne donne pas accès à cette page.",
    signedInAs: "Connecté(e) : {email}",
  },
};

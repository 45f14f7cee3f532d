import type { Translated } from "../../i18n/catalogue.ts";
import type { staff as shape } from "../en/staff.ts";

export const staff: Translated<typeof shape> = {
  staff: {
    title: "Acceso del personal",
    email: "Correo electrónico",
    password: "Contraseña",
    signIn: "Iniciar sesión",
    newPassword: "Elija su propia contraseña",
    newPasswordHint:
      "Al menos 15 caracteres, con minúsculas, mayúsculas, un número y un signo. No una contraseña que use en otro sitio.",
    code: "Código de su aplicación de autenticación",
    go: "Continuar",
    wrong: "El correo electrónico o la contraseña no son correctos.",
    wrongCode: "Este código no es correcto o ya no es válido.",
    weakPassword: "Esta contraseña no es lo bastante segura.",
    notYours: "Su cuenta no tiene acceso a esta página.",
    signedInAs: "Sesión iniciada: {email}",
  },
};

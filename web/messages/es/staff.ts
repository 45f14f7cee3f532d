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
    tookTooLong: "Ha tardado demasiado. Inicie sesión de nuevo.",
    resetRequired: "Esta contraseña ya no puede usarse. Quien administra Palais le dará otra.",
    tooOften: "Demasiados intentos. Espere unos minutos.",
    weakPassword: "Esta contraseña no es lo bastante segura.",
    notYours: "Su cuenta no tiene acceso a esta página.",
    signedInAs: "Sesión iniciada: {email}",
  },
  authenticator: {
    title: "Configure su aplicación de autenticación",
    lead: "A partir de ahora, para iniciar sesión necesita su contraseña y un código de una aplicación de autenticación en su teléfono. Escanee esto con la aplicación:",
    alt: "Código para su aplicación de autenticación",
    here: "Abrir la aplicación de autenticación de este dispositivo",
    key: "O escriba esta clave en la aplicación, basada en la hora:",
    code: "Código que la aplicación muestra ahora",
    lost: "Si pierde el teléfono, quien administra Palais le permitirá configurar otro.",
  },
  account: {
    change: "Cambiar la contraseña",
    everywhere: "Cerrar todas las sesiones",
    before: "Contraseña actual",
    wrong: "La contraseña actual no es correcta.",
    done: "Su contraseña ha cambiado.",
  },
};

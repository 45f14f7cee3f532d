import type { Translated } from "../../i18n/catalogue.ts";
import type { common as shape } from "../en/common.ts";

export const common: Translated<typeof shape> = {
  frame: {
    skip: "Ir al contenido",
    language: "Idioma",
    foot: "Inscripción y acreditación para conferencias intergubernamentales",
    signOut: "Cerrar sesión",
  },
  common: {
    loading: "Cargando…",
    retry: "Reintentar",
    optional: "opcional",
    cancel: "Cancelar",
    close: "Cerrar",
    back: "Atrás",
    choose: "Elija una opción",
    openList: "Mostrar la lista",
    nothingFits: "Ningún elemento de la lista coincide.",
    colon: ": ",
  },
  error: {
    unreachable: "No hay conexión",
    unreachableDetail: "No se ha perdido nada de lo que escribió. Inténtelo de nuevo cuando tenga conexión.",
    broken: "Se ha producido un error en nuestro sistema",
    brokenDetail: "Inténtelo de nuevo en unos instantes.",
    summary: "Corrija lo siguiente",
  },
};

import type { Translated } from "../../i18n/catalogue.ts";
import type { letter as shape } from "../en/letter-words.ts";

export const letter: Translated<typeof shape> = {
  title: "Carta de invitación",
  valid: { title: "Esta carta es válida", detail: "Su titular está acreditado ante la conferencia que figura abajo." },
  revoked: {
    title: "Esta carta ya no es válida",
    detail: "Fue sustituida por otra más reciente, o se retiró la acreditación.",
  },
  unknown: {
    title: "No conocemos esta carta",
    detail: "Lea el código otra vez. Si vuelve a conducir aquí, la carta no es nuestra.",
  },
  compare: "Esta página no muestra ningún dato de la persona. Compare la conferencia y sus fechas con la carta.",
};

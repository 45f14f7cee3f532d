import type { Catalogue } from "#shared/messages/catalogue.ts";

export const frame: Catalogue["frame"] = {
  greeting: "Estimado/a {name}:",
  status: "Ver mi inscripción",
  statusHint: "La página le pide su dirección de correo electrónico y le envía un enlace de acceso:",
  signIn: "Iniciar sesión",
  signInHint: "También puede copiar esta dirección en su navegador:",
  confirmBy:
    "Para conservar la plaza, abra su inscripción antes del {until}: así sabremos que esta dirección es la suya.",
  reason: "La secretaría le comunica:",
  position: "En este momento ocupa el puesto número {position, number} de la lista.",
  lineByTargets:
    "El orden sigue las proporciones que se ha fijado la conferencia, que figuran en su página, y después el orden de llegada. Su lugar puede cambiar con cada plaza que se asigna.",
  calendar: "La entrada de calendario adjunta incorpora la conferencia a su calendario y corrige una entrada anterior.",
  calendarCancelled: "La entrada de calendario adjunta elimina la conferencia de su calendario.",
  full: "En este momento están ocupadas todas estas plazas:",
  signature: "La secretaría",
  automatic: "Este mensaje se ha enviado automáticamente. Le rogamos que no responda a él.",
};

export const pool: Catalogue["pool"] = {
  venue: "las plazas en la sede",
  category: "las plazas para «{title}»",
  delegation: "las plazas de su delegación",
  session: "las plazas en «{title}»",
};

export const calendar: Catalogue["calendar"] = {
  confirmed: "Su plaza está confirmada. Le rogamos que traiga el código de su credencial y un documento de identidad.",
  cancelled: "Ya no se espera su asistencia a esta conferencia.",
};

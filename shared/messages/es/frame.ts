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

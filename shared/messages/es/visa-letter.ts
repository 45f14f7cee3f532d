/** What a letter of invitation for a visa says beside what people wrote. */
export const visaLetter = {
  title: "Carta de invitación",
  to: "A la embajada o al consulado correspondiente",
  reference: "Referencia: {reference}",
  date: "Fecha: {date}",
  invites:
    "La persona que se indica a continuación ha sido acreditada ante la conferencia arriba mencionada y está invitada a participar en ella.",
  name: "Nombre: {value}",
  nationality: "Nacionalidad: {value}",
  birthDate: "Fecha de nacimiento: {value}",
  functionTitle: "Cargo: {value}",
  organization: "Organización: {value}",
  country: "País representado: {value}",
  asks: "Agradeceríamos que el visado necesario para asistir a la conferencia se expidiera con la debida antelación.",
  check:
    "La validez de esta carta puede comprobarse mediante este código o en {url}. La página no muestra ningún dato de la persona. La carta deja de ser válida si se retira la acreditación.",
  signature: "La secretaría de la conferencia",
};

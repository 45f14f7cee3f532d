import type { Catalogue } from "#shared/messages/catalogue.ts";

export const mail: Catalogue["mail"] = {
  substituted: {
    subject: "Otra persona asistirá en su lugar: {conference}",
    lead: "Su delegación ha designado a otra persona en su lugar, y su inscripción ha sido retirada.",
    next: "El distintivo que se le haya expedido ya no es válido. Si tiene alguna pregunta, diríjase a su delegación.",
  },
  "delegation-requested": {
    subject: "Solicitud recibida: {conference}",
    lead: "Hemos recibido la solicitud de participación de su organización.",
    next: "La secretaría la examinará y le comunicará el resultado. A continuación podrá designar a las personas que desee enviar.",
  },
  "delegation-accredited": {
    subject: "Su delegación ha sido acreditada: {conference}",
    lead: "Su organización puede enviar una delegación.",
    quota:
      "La cuota de su delegación es de {quota, plural, one {# plaza} other {# plazas}}. Las personas que designe por encima de la cuota forman su reserva.",
    next: "Inicie sesión para designar a las personas que desee enviar, en el orden en que deban recibir una plaza.",
  },
  "delegation-refused": {
    subject: "Su solicitud: {conference}",
    lead: "La secretaría no ha acreditado a su organización ante esta conferencia.",
    next: "Si tiene alguna pregunta, diríjase a la secretaría.",
  },
  "quota-changed": {
    subject: "La cuota de su delegación ha cambiado: {conference}",
    lead: "El número de plazas que puede ocupar su delegación ha cambiado. Ninguna persona que tuviera plaza la ha perdido.",
    quota: "La cuota es ahora de {quota, plural, one {# plaza} other {# plazas}}.",
    next: "Inicie sesión para ver la situación de cada una de las personas designadas.",
  },
  "delegation-sign-in": {
    subject: "Su enlace de acceso: {conference}",
    lead: "Con este enlace actúa usted en nombre de su delegación. Funciona una sola vez, durante diez minutos.",
    next: "Si no lo ha solicitado, no tiene que hacer nada.",
  },
  received: {
    subject: "Inscripción recibida: {conference}",
    lead: "Hemos recibido su inscripción y se le ha reservado una plaza.",
    leadUnseated: "Hemos recibido su inscripción.",
    next: "La secretaría la examinará y le comunicará el resultado. Le rogamos que no organice su viaje antes de que se apruebe su acreditación.",
  },
  waiting: {
    subject: "Lista de espera: {conference}",
    lead: "Hemos recibido su inscripción. Usted se encuentra en la lista de espera.",
    next: "Las plazas que queden libres se asignan a la persona siguiente, en un orden que todo el mundo puede comprobar. En cuanto le corresponda una plaza, se lo comunicaremos.",
  },
  "seat-given": {
    subject: "Una plaza para usted: {conference}",
    lead: "Ha quedado libre una plaza, que ahora está reservada para usted.",
    next: "La secretaría examinará su inscripción y le comunicará el resultado.",
  },
  offer: {
    subject: "Se le ofrece una plaza: {conference}",
    lead: "Ha quedado libre una plaza, que será suya si la acepta dentro del plazo.",
    until: "Acéptela antes del {until}. Pasado ese plazo, se asignará a la persona siguiente.",
    next: "Inicie sesión para aceptar la plaza o para cederla a otra persona.",
  },
  "offer-expired": {
    subject: "La oferta de una plaza ha caducado: {conference}",
    lead: "La plaza que se le ofreció no fue aceptada dentro del plazo y se ha asignado a la persona siguiente.",
    next: "Si todavía desea asistir, inicie sesión y solicite de nuevo una plaza: pasará al final de la lista.",
  },
  "correction-overdue": {
    subject: "No se ha conservado su plaza: {conference}",
    lead: "La corrección solicitada por la secretaría no llegó dentro del plazo, y su plaza se ha asignado a la persona siguiente.",
    next: "Todavía puede iniciar sesión y hacer la corrección. Allí verá también la situación de su inscripción.",
  },
  "address-unconfirmed": {
    subject: "No se ha conservado su plaza: {conference}",
    lead: "Nadie ha abierto su inscripción mediante un enlace enviado a esta dirección, y la plaza se ha asignado a la persona siguiente.",
    next: "Si todavía desea asistir, inicie sesión y solicite de nuevo una plaza: pasará al final de la lista.",
  },
  approved: {
    subject: "Acreditación aprobada: {conference}",
    lead: "Su acreditación ha sido aprobada y su plaza está confirmada.",
    code: "El código de su distintivo (número {serial})",
    codeAlt: "Código QR de su distintivo",
    next: "Traiga este código, impreso o en su teléfono, y un documento de identidad. Su distintivo se le entregará en el mostrador de acreditación.",
    lost: "Si no se muestra el código, basta con su documento de identidad: en el mostrador de acreditación encontrarán su inscripción.",
  },
  "approved-waiting": {
    subject: "Acreditación aprobada, en lista de espera: {conference}",
    lead: "Su acreditación ha sido aprobada. Usted sigue en la lista de espera.",
    next: "En cuanto le corresponda una plaza, le enviaremos el código de su distintivo. Le rogamos que no viaje antes de recibirlo.",
  },
  returned: {
    subject: "Corrija su inscripción: {conference}",
    lead: "Su inscripción necesita una corrección.",
    fields: "Datos que debe corregir:",
    until: "Su plaza está reservada hasta el {until}.",
    next: "Inicie sesión, haga la corrección y vuelva a enviar su inscripción.",
  },
  rejected: {
    subject: "Su inscripción: {conference}",
    lead: "Lamentamos comunicarle que no es posible aceptar su inscripción.",
    next: "Le agradecemos su interés.",
  },
  revoked: {
    subject: "Acreditación retirada: {conference}",
    lead: "Su acreditación ha sido retirada. El distintivo que se le haya expedido ya no es válido.",
    next: "Si cree que se trata de un error, póngase en contacto con la secretaría.",
  },
  withdrawn: {
    subject: "Inscripción retirada: {conference}",
    lead: "Su inscripción ha sido retirada. Si tenía una plaza reservada, esta se asigna a la persona siguiente.",
    next: "Si cambia de opinión, puede inscribirse de nuevo.",
  },
  reopened: {
    subject: "Su inscripción se examina de nuevo: {conference}",
    lead: "Su inscripción se ha reabierto y se está examinando de nuevo.",
    next: "Le comunicaremos el resultado. No tiene que hacer nada.",
  },
  "already-registered": {
    subject: "Su inscripción ya existe: {conference}",
    lead: "Alguien acaba de intentar inscribir otra vez su dirección de correo electrónico. Su inscripción ya existe y no ha cambiado nada.",
    next: "Si no ha sido usted, no tiene que hacer nada.",
  },
  "sign-in": {
    subject: "Su enlace de acceso: {conference}",
    lead: "Este enlace abre su inscripción.",
    next: "Es válido durante diez minutos y funciona una sola vez. Si no lo ha solicitado, no tiene que hacer nada.",
  },
  substitute: {
    subject: "Su delegación le ha designado: {conference}",
    lead: "Su delegación le ha designado en lugar de otro miembro, y su plaza queda reservada para usted.",
    leadUnseated: "Su delegación le ha designado en lugar de otro miembro.",
    next: "La secretaría examinará su inscripción y le comunicaremos el resultado. Le rogamos que no haga preparativos de viaje antes de que sea aprobada.",
  },
  reminder: {
    subject: "La conferencia comienza pronto: {conference}",
    lead: "La conferencia comienza pronto y su plaza está confirmada.",
    next: "Le rogamos que traiga el código de su credencial, en papel o en su teléfono, y un documento de identidad. El código figura en el correo que le anunció la aprobación.",
    cannotCome:
      "Si no puede asistir, le rogamos que inicie sesión y retire su inscripción, para que otra persona pueda ocupar la plaza.",
  },
  "conference-changed": {
    subject: "Cambio de fecha o de lugar: {conference}",
    lead: "La conferencia ha sido modificada. Le rogamos que consulte los nuevos datos que figuran arriba.",
    changes: "Lo que ha cambiado:",
    days: "Fechas: {now} (antes: {before})",
    venue: "Lugar: {now} (antes: {before})",
    session: "Sesión «{title}»: {now}",
    next: "Su inscripción sigue como estaba. Si ya no puede asistir, le rogamos que inicie sesión y la retire, para que otra persona pueda ocupar la plaza.",
  },
  "visa-letter": {
    subject: "Carta de invitación: {conference}",
    lead: "Se adjunta su carta de invitación para solicitar un visado.",
    next: "Quien lea la carta puede comprobar mediante su código si es válida. Deja de serlo si se retira su inscripción o se revoca su aprobación.",
  },
};

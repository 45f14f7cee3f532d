import type { Translated } from "../../i18n/catalogue.ts";
import type { delegateWords as shape } from "../en/delegate-words.ts";

export const delegateWords: Translated<typeof shape> = {
  home: {
    title: "Inscripción a conferencias",
    lead: "Cada conferencia tiene su página, donde se inscribe y después consulta el estado de su inscripción.",
    invitation: "Para inscribirse, abra el enlace de la invitación o del sitio web de la conferencia.",
    registered: "Si ya tiene una inscripción, abra el enlace de cualquiera de nuestros mensajes.",
    staff: "Para el personal",
    console: "Secretaría",
    desk: "Mostrador de entrada",
  },
  conference: {
    register: "Inscripción",
    apply: "Inscribirse",
    when: "Fechas",
    where: "Lugar",
    asked: "Lo que necesita",
    askedAlways: "Unos cinco minutos y una dirección de correo que consulte.",
    askedPhoto: "Para algunas categorías: una foto de su rostro.",
    askedLetter: "Para algunas categorías: una carta credencial.",
    waitingList: "En este momento todas las plazas están ocupadas. Si se inscribe, entrará en la lista de espera.",
    lineByTargets:
      "Las plazas que quedan libres van primero a quienes más acercan la conferencia a estas proporciones, y luego por orden de llegada. En cuanto una sea suya, le avisaremos.",
    isFull: "Todas las plazas están ocupadas.",
    isClosed: "La inscripción está cerrada. Si ya se inscribió, puede seguir consultando su inscripción.",
    open: "Inscripción abierta",
    closed: "Inscripción cerrada",
  },
  seats: {
    available: "Plazas disponibles",
    few: "Quedan pocas plazas",
    "waiting-list": "Lista de espera",
    full: "Completo",
  },
  link: {
    title: "¿Ya se inscribió?",
    lead: "Le enviamos un enlace que abre su inscripción o su delegación.",
    email: "Correo electrónico",
    send: "Enviarme un enlace",
    sent: "Si esta dirección está inscrita, le hemos enviado un enlace. Es válido durante diez minutos.",
  },
  request: {
    ask: "¿Su organización desea participar?",
    lead: "Primero se acredita. Después sus puntos focales designan a las personas.",
    open: "Solicitar la acreditación",
    title: "Acreditación de una organización",
    send: "Enviar la solicitud",
    sent: "La solicitud se ha recibido",
    next: "La secretaría decide y escribe a los puntos focales.",
  },
  step: {
    you: "Sobre usted",
    part: "Su participación",
    needs: "Credencial y necesidades",
    review: "Revisar y enviar",
    consent: "Su consentimiento",
    of: "Paso {step} de {steps}",
    next: "Continuar",
    send: "Enviar la inscripción",
    saved: "Lo que escribe se guarda en este dispositivo hasta que lo envíe, dos días como máximo.",
    change: "Cambiar",
    nothing: "No se ha introducido nada.",
    notYet: "Todavía no entregado.",
  },
  done: {
    title: "Hemos recibido su inscripción",
    held: "Se le reserva una plaza mientras la secretaría revisa su inscripción.",
    waiting: "Está en la lista de espera. En este momento están ocupadas:",
    received: "La secretaría revisará su inscripción.",
    next: "Qué ocurre ahora",
    mail: "Lo confirmamos todo por correo a",
    review: "La secretaría revisa su inscripción y le escribe.",
    travel: "No organice su viaje antes de la aprobación.",
  },
  signIn: {
    title: "Abrir mi inscripción",
    lead: "El enlace funciona una sola vez. En un dispositivo compartido, cierre la sesión al terminar.",
    open: "Abrir",
  },
  status: {
    delegation: "A mi delegación",
    waitingFor: "En este momento están ocupadas:",
    sessions: "Sesiones",
  },
  standing: {
    confirmed: {
      title: "Su participación está confirmada",
      next: "Traiga su código, en papel o en el teléfono, y un documento de identidad. La credencial se le entregará en el mostrador de entrada.",
    },
    offered: {
      title: "Se le ofrece una plaza",
      next: "Es suya si la acepta a tiempo. Después pasará a la siguiente persona de la lista.",
    },
    approvedWaiting: {
      title: "Aprobada, en lista de espera",
      next: "En cuanto tenga una plaza, le enviaremos su código. No viaje antes de recibirlo.",
    },
    approvedUnseated: {
      title: "Aprobada, sin plaza",
      next: "Si aún desea asistir, solicite una plaza. Pasará al final de la lista.",
    },
    unseated: {
      title: "No tiene plaza",
      next: "Si aún desea asistir, solicite una plaza. Pasará al final de la lista.",
    },
    held: {
      title: "Su inscripción está en revisión",
      next: "Mientras tanto se le reserva una plaza. La secretaría le escribirá. No tiene que hacer nada.",
    },
    waiting: {
      title: "Está en la lista de espera",
      next: "Las plazas que quedan libres pasan a la siguiente persona. En cuanto una sea suya, le avisaremos.",
    },
    received: {
      title: "Su inscripción está en revisión",
      next: "La secretaría decide quién recibe una plaza y le escribirá.",
    },
    returned: {
      title: "Su inscripción necesita una corrección",
      next: "Corrija los campos siguientes y vuelva a enviar su inscripción.",
    },
    rejected: {
      title: "Su inscripción no ha podido aceptarse",
      next: "Gracias por su interés. Si tiene preguntas, escriba a la secretaría.",
    },
    revoked: {
      title: "Se ha retirado su aprobación",
      next: "La credencial que se le expidió ya no es válida. Si cree que es un error, escriba a la secretaría.",
    },
    withdrawn: {
      title: "Su inscripción se ha retirado",
      next: "Si cambia de opinión, puede volver a inscribirse.",
    },
  },
  offer: {
    until: "Decida antes del {until}.",
    accept: "Aceptar la plaza",
    decline: "Cederla a otra persona",
    declineTitle: "¿Ceder la plaza a otra persona?",
    declineMeans:
      "Pasa de inmediato a la siguiente persona de la lista. Si vuelve a solicitarla más tarde, quedará al final.",
    again: "Volver a solicitar una plaza",
  },
  amend: {
    open: "Cambiar mis datos",
    title: "Cambiar mis datos",
    returned: "Corrija lo siguiente",
    reason: "La secretaría escribe:",
    until: "Su plaza está reservada hasta el {until}.",
    send: "Enviar la corrección",
  },
  withdraw: {
    ask: "Retirar mi inscripción",
    title: "¿Retirar su inscripción?",
    means: "Su plaza pasa de inmediato a la siguiente persona. Si vuelve a inscribirse, irá al final de la lista.",
    yes: "Retirar",
    no: "Mantener mi inscripción",
    reason: "Motivo",
  },
  calendar: {
    add: "Añadir a mi calendario",
  },
  badge: {
    show: "Mostrar mi código",
    alt: "Código QR de su credencial",
    serial: "Código de credencial número {serial}",
    hint: "Permanece aquí sin conexión hasta que cierre la sesión o esta pestaña.",
  },
};

import type { Catalogue } from "#shared/messages/catalogue.ts";

export const problem: Catalogue["problem"] = {
  "already-registered": {
    title: "Ya existe una inscripción",
    detail: "Esta persona ya tiene una inscripción en esta conferencia. Abra esa inscripción.",
  },
  "bad-cursor": {
    title: "Esa página no existe",
    detail: "La lista no continúa en ese punto. Vuelva a empezar desde el principio.",
  },
  "badge-not-printable": {
    title: "No se puede imprimir la credencial",
    detail:
      "Un carácter de esta credencial no figura en ninguna de nuestras fuentes. Corrija el dato o indique otro nombre para la credencial.",
  },
  "body-too-large": { title: "Demasiado grande", detail: "Una solicitud puede contener como máximo 64 KB." },
  "category-full": {
    title: "No quedan plazas en esa categoría",
    detail:
      "Todas las plazas de la categoría elegida están ocupadas. Su inscripción y su plaza permanecen como estaban.",
  },
  "changed-meanwhile": {
    title: "Modificado entretanto",
    detail: "Otra persona lo ha modificado después de su lectura. Léalo de nuevo y repita el cambio.",
  },
  "conference-in-use": {
    title: "Ya hay personas inscritas",
    detail: "Una vez que hay alguna inscripción, esto ya no se puede cambiar. Vea los campos indicados.",
  },
  "delegation-not-accredited": {
    title: "Todavía sin acreditar",
    detail: "La secretaría aún no ha acreditado a esta delegación. Después podrá designar a sus integrantes.",
  },
  "file-not-checked": {
    title: "Todavía sin comprobar",
    detail: "El archivo se está comprobando. Inténtelo de nuevo dentro de un momento.",
  },
  "file-refused": {
    title: "No conservado",
    detail: "El archivo fue rechazado al comprobarlo. Su propia página indica el motivo.",
  },
  full: {
    title: "Completo",
    detail: "Todas las plazas están ocupadas y esta conferencia no tiene lista de espera.",
  },
  "inside-already": {
    title: "Ya está dentro",
    detail: "Esta persona se encuentra ahora en la sede. Se podrá sustituir cuando se haya registrado su salida.",
  },
  "idempotency-key-reused": {
    title: "Clave ya utilizada",
    detail: "Esta Idempotency-Key se utilizó para otra solicitud. Utilice una nueva.",
  },
  "internal-error": {
    title: "Se ha producido un error en nuestro sistema",
    detail: "Ya hemos recibido el aviso. Inténtelo de nuevo dentro de unos minutos.",
  },
  "invalid-request": {
    title: "Revise los datos introducidos",
    detail: "Algunos datos no se pueden aceptar tal como están.",
  },
  "link-used-or-expired": {
    title: "Este enlace ya no funciona",
    detail: "Un enlace de acceso funciona una sola vez, durante diez minutos. Solicite uno nuevo.",
  },
  "list-not-printable": {
    title: "No se puede imprimir la lista",
    detail:
      "Hay en ella nombres o cargos con caracteres que ninguna de nuestras fuentes de impresión contiene. Sírvase corregirlos o pedir la lista en otro formato.",
  },
  "malformed-json": { title: "Ilegible", detail: "La solicitud no es JSON válido en UTF-8." },
  "name-protected": {
    title: "Este nombre está protegido",
    detail:
      "Esta persona figura con un seudónimo. Solo el personal que la secretaría ha designado puede ver su nombre real o modificar esta protección.",
  },
  "not-a-member": {
    title: "Fuera de esta delegación",
    detail: "Esta inscripción no pertenece a esta delegación.",
  },
  "not-allowed": { title: "No autorizado", detail: "Su cuenta no permite hacer esto." },
  "not-confirmed": {
    title: "Sin distintivo",
    detail: "Solo tiene distintivo una persona acreditada que tiene plaza. Consulte primero la inscripción.",
  },
  "not-found": { title: "No encontrado", detail: "Aquí no hay nada que usted pueda ver." },
  "not-signed-in": { title: "Inicie sesión", detail: "No ha iniciado sesión, o su sesión ya no es válida." },
  "registration-closed": {
    title: "La inscripción está cerrada",
    detail: "Esta conferencia no admite inscripciones en este momento.",
  },
  "reserve-full": {
    title: "La reserva está completa",
    detail: "La delegación ha designado a tantas personas como puede. No se ha añadido a nadie de esta designación.",
  },
  "second-head": {
    title: "La delegación ya tiene jefatura",
    detail: "Una delegación tiene una sola jefatura. Cambie primero la función de quien la ejerce.",
  },
  "too-busy": {
    title: "Demasiadas personas a la vez",
    detail: "No hemos podido terminar en este momento. Inténtelo de nuevo dentro de un momento.",
  },
  "too-many-uploads": {
    title: "Demasiados archivos",
    detail: "Se han anunciado demasiados archivos desde su red en una hora. Inténtelo de nuevo más tarde.",
  },
  "unknown-conference": {
    title: "Conferencia desconocida",
    detail: "Aquí no hay ninguna conferencia que usted pueda ver.",
  },
  "version-required": {
    title: "¿Qué versión?",
    detail: "Indique en If-Match la versión que ha leído, para que no se pierda ningún cambio de otra persona.",
  },
  "wrong-content-type": { title: "No es JSON", detail: "Envíe la solicitud como application/json." },
  "wrong-state": {
    title: "No es posible en esta fase",
    detail: "El estado de la inscripción no lo permite. Léala de nuevo para ver su situación.",
  },
};

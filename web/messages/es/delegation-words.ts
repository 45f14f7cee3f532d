import type { Translated } from "../../i18n/catalogue.ts";
import type { delegationWords as shape } from "../en/delegation-words.ts";

export const delegationWords: Translated<typeof shape> = {
  delegation: {
    title: "Mi delegación",
    none: "Su enlace no abre ninguna delegación. Solicite otro en la página de la conferencia.",
    toMine: "A mi propia inscripción",
  },
  status: {
    requested: "Solicitada",
    accredited: "Acreditada",
    refused: "No acreditada",
  },
  quota: {
    title: "Plazas",
    used: "{held} de {quota, plural, one {# plaza ocupada} other {# plazas ocupadas}}",
    free: "{held, plural, one {# plaza ocupada} other {# plazas ocupadas}}; su delegación no tiene cupo propio",
    waiting: "{count, plural, one {# persona espera} other {# personas esperan}} una plaza",
  },
  members: {
    title: "Miembros, en su orden",
    lead: "Las plazas que quedan libres pasan a sus miembros en este orden. Arrastre una fila o use sus flechas.",
    nobody: "Todavía no se ha designado a nadie.",
    up: "Subir a {name}",
    down: "Bajar a {name}",
    moved: "{name} ocupa ahora el puesto {rank}.",
    photo: "Foto",
    photoOf: "Foto de {name}",
    missing: "Falta:",
    complete: "Completo",
  },
  missing: {
    photo: "foto",
    letter: "nombre en la carta",
    correction: "una corrección",
  },
  substitute: {
    ask: "Sustituir",
    askFor: "Sustituir a {name}",
    title: "¿Quién viene en lugar de {name}?",
    means:
      "La nueva persona ocupa el puesto y la plaza. La inscripción de quien se va se retira y su credencial deja de ser válida.",
    do: "Sustituir",
  },
  nominate: {
    title: "Designar",
    lead: "Una fila por persona, en el orden deseado. Puede pegar filas de una hoja de cálculo en la primera celda.",
    email: "Correo (opcional: si no, a usted)",
    cell: "{field}, fila {row}",
    add: "Añadir una fila",
    remove: "Quitar la fila {row}",
    row: "Fila {row}",
    send: "{count, plural, =0 {Designar} one {Designar a # persona} other {Designar a # personas}}",
    done: "{count, plural, one {Se ha designado a # persona.} other {Se ha designado a # personas.}}",
  },
  letters: {
    version: "Versión {version}, {date}",
    read: "Leída por la secretaría",
    unread: "Aún no leída",
  },
};

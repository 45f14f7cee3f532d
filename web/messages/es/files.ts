import type { Translated } from "../../i18n/catalogue.ts";
import type { files as shape } from "../en/files.ts";

export const files: Translated<typeof shape> = {
  photo: {
    label: "Foto para la credencial",
    hint: "Una foto reciente de su rostro, de frente. También puede añadirla más tarde.",
    take: "Tomar una foto",
    choose: "Elegir una imagen",
    other: "Elegir otra imagen",
    pull: "Arrastre la imagen hasta que su rostro llene el marco, o use los controles deslizantes.",
    zoom: "Tamaño",
    across: "Izquierda o derecha",
    down: "Arriba o abajo",
    use: "Usar esta foto",
    done: "La foto se ha recibido y comprobado.",
    checking: "Comprobando la foto…",
    unreadable: "Este archivo no se puede leer como imagen. Elija otro.",
    preview: "La foto tal como aparecerá en la credencial",
  },
  letter: {
    label: "Carta credencial",
    hint: "Una nota verbal o carta que nombre a los participantes, en PDF, JPEG o PNG.",
    choose: "Elegir un archivo",
    other: "Elegir otro archivo",
    done: "La carta se ha recibido y comprobado.",
    checking: "Comprobando la carta…",
  },
  passport: {
    label: "Copia de su pasaporte",
    hint: "La página con su foto, en PDF, JPEG o PNG, para su carta de invitación. Solo la secretaría puede abrirla, y cada apertura queda registrada con su motivo.",
    choose: "Elegir un archivo",
    other: "Elegir otro archivo",
    done: "El pasaporte se ha recibido y comprobado.",
    checking: "Comprobando el pasaporte…",
  },
};

import type { Catalogue } from "#shared/messages/catalogue.ts";

export const file: Catalogue["file"] = {
  "file-type-not-allowed": "Aquí no se admite este tipo de archivo.",
  "file-is-not-what-it-says": "El archivo contiene algo distinto de lo que indica su tipo.",
  "file-is-two-in-one": "El archivo contiene un segundo archivo.",
  "file-broken": "El archivo no se puede leer: está incompleto o dañado.",
  "file-empty": "El archivo está vacío.",
  "file-too-large": "El archivo es demasiado grande.",
  "file-expands-too-much": "Al descomprimirse, el archivo ocupa mucho más de lo permitido.",
  "image-too-large": "La imagen tiene más de 40 millones de píxeles.",
  "image-too-small": "La fotografía es demasiado pequeña: se necesitan al menos 240 por 320 píxeles.",
  "pdf-has-active-content": "El PDF contiene programas, formularios u otros archivos. Imprímalo en un PDF nuevo.",
  "pdf-encrypted": "El PDF está protegido con contraseña.",
  "wrong-encoding": "El archivo no es texto en UTF-8.",
  "malware-found": "El archivo contiene programas maliciosos.",
  "malware-not-ruled-out": "No se ha podido descartar que el archivo contenga programas maliciosos.",
  "sheet-too-large": "La hoja tiene más de 10 000 filas o de 100 columnas.",
};

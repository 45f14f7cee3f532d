import type { Catalogue } from "#shared/messages/catalogue.ts";

export const job: Catalogue["job"] = {
  "gave-up":
    "Algo falló por nuestra parte y ya lo sabemos. Lo hecho hasta ahora se mantiene; puede enviarse de nuevo el mismo archivo.",
  "not-allowed": "Quien lo solicitó ya no está autorizado.",
  "sheet-unreadable": "La hoja no se puede leer.",
  "sheet-columns": "Los encabezados no son los de la plantilla.",
};

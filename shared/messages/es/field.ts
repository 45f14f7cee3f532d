import type { Catalogue } from "#shared/messages/catalogue.ts";

export const field: Catalogue["field"] = {
  category: "Categoría",
  person: "Datos personales",
  "person.honorific": "Tratamiento",
  "person.givenName": "Nombre",
  "person.familyName": "Apellidos",
  "person.email": "Dirección de correo electrónico",
  "person.nameOnBadge": "Nombre en el distintivo",
  "person.nationality": "Nacionalidad",
  "person.gender": "Género",
  "person.birthDate": "Fecha de nacimiento",
  "person.passportNumber": "Número de pasaporte",
  country: "País representado",
  organization: "Organización",
  functionTitle: "Cargo",
  role: "Función",
  sessions: "Sesiones",
  language: "Idioma",
  needs: "Necesidades",
  consent: "Consentimiento",
};

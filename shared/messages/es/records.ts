import type { Records } from "#shared/messages/catalogue.ts";

export const composition: Records["composition"] = {
  reason:
    "{what}: el {share} de las personas con plaza corresponde a «{value}», y con esta persona, el {shareAfter}; el objetivo es el {target}.",
  target: "{value}: {target} de las plazas",
  gender: "Género",
  region: "Región",
  regionalGroup: "Grupo regional",
  category: "Categoría",
  value: {
    female: "mujeres",
    male: "hombres",
    other: "otro género",
    africa: "África",
    americas: "Américas",
    asia: "Asia",
    europe: "Europa",
    oceania: "Oceanía",
    "african-states": "Estados de África",
    "asia-pacific-states": "Estados de Asia y el Pacífico",
    "eastern-european-states": "Estados de Europa Oriental",
    "latin-american-and-caribbean-states": "Estados de América Latina y el Caribe",
    "western-european-and-other-states": "Estados de Europa Occidental y otros Estados",
  },
};

export const participants: Records["participants"] = {
  title: "Lista de participantes",
  draft: "Lista provisional",
  final: "Lista definitiva",
  version: "Versión {version}",
  asOf: "Datos al {date}",
  contact: "Sírvanse enviar las correcciones a {contact}.",
  secretariat: "Sírvanse enviar las correcciones a la secretaría de la conferencia.",
  statistics: "Estadísticas",
  category: "Categoría",
  group: "Estado u organización",
  groups: "Estados y organizaciones",
  named: "Nombrados aquí",
  unnamed: "No nombrados",
  total: "Total",
  order: "Orden de la lista",
  states:
    "Los Estados figuran en el orden alfabético de sus nombres abreviados en las Naciones Unidas, en el idioma de este documento, sin tener en cuenta tildes ni apóstrofos.",
  organizations: "Las organizaciones figuran en el orden alfabético de sus nombres.",
  members:
    "En cada delegación figura primero quien la preside, después sus miembros en el orden que dio la delegación; las demás personas siguen por apellido.",
  consent: "Las personas que no aceptaron ser nombradas y los medios de comunicación se cuentan y no se nombran.",
  names: "Los nombres y los títulos figuran tal como se dieron, en el idioma en que se dieron.",
  individuals: "Sin organización",
  honorific: "Tratamiento",
  name: "Nombre",
  functionTitle: "Cargo",
  organization: "Organización",
  page: "Página {page} de {pages}",
  goesOn: "{heading} (continuación)",
};

/** Which system an operator's tool works on: a deployed one that is named, or the one in PALAIS_HOME. */
export interface Which {
  readonly table?: string | undefined;
  readonly bucket?: string | undefined;
}

/** The names of a deployed system; none for the local one. @throws Error where only one is given */
export function deployedNames({ table, bucket }: Which): { table: string; bucket: string } | undefined {
  if (table === undefined && bucket === undefined) return undefined;
  if (table === undefined || bucket === undefined) throw new Error("Of a deployed system, name --table and --bucket.");
  return { table, bucket };
}

/** Where the local system lies, and its ports, as `npm start` has them. */
export const here = () => ({
  folder: process.env["PALAIS_HOME"] ?? ".palais",
  port: Number(process.env["PALAIS_PORT"] ?? "4600"),
});

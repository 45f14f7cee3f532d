import type { Place } from "../../kit/fragment.ts";

/** What the queue shows, as the address says it: nothing personal, so that it can be sent to a colleague. */
export interface Filter {
  readonly accreditation?: string;
  readonly seat?: string;
  readonly category?: string;
  readonly delegation?: string;
}

const names = ["accreditation", "seat", "category", "delegation"] as const;

export const filterOf = (place: Place): Filter =>
  Object.fromEntries(names.flatMap((name) => (place[name] ? [[name, place[name]]] : [])));

/** The same place with one filter changed, and nobody open. */
export function withFilter({ registration: _, ...place }: Place, name: keyof Filter, value: string): Place {
  const { [name]: _was, ...rest } = place;
  return value === "" ? rest : { ...rest, [name]: value };
}

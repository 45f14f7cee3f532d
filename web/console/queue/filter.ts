import type { Place } from "../../kit/fragment.ts";

/** What the queue shows, as the address says it: nothing personal, so that it can be sent to a colleague. */
export interface Filter {
  readonly accreditation?: string;
  readonly seat?: string;
  readonly category?: string;
  readonly delegation?: string;
  readonly order?: string;
}

const names = ["accreditation", "seat", "category", "delegation", "order"] as const;

export const filterOf = (place: Place): Filter =>
  Object.fromEntries(names.flatMap((name) => (place[name] ? [[name, place[name]]] : [])));

/** The same place with one filter changed, and nobody open. */
export function withFilter({ registration: _, ...place }: Place, name: keyof Filter, value: string): Place {
  const { [name]: _was, ...others } = place;
  if (value !== "") return { ...others, [name]: value };
  // Of all decisions the list goes decision by decision, and who stands at its end isn't the newest.
  const { order: _order, ...unordered } = others;
  return name === "accreditation" ? unordered : others;
}

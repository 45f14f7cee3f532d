import { textIn } from "../i18n/words.tsx";
import type { Settings } from "./office.ts";

interface Named {
  readonly registrationId: string;
  readonly person: {
    readonly givenName?: string | undefined;
    readonly familyName?: string | undefined;
    readonly nameOnBadge?: string | undefined;
  };
}

/** A person as lists name them; whoever is protected goes by the name on the badge. */
export const nameOf = ({ registrationId, person }: Named): string =>
  [person.givenName, person.familyName].filter(Boolean).join(" ") || (person.nameOnBadge ?? registrationId);

export const categoryTitle = ({ categories }: Settings, name: string, language: string): string => {
  const found = categories.find(({ category }) => category === name);
  return found ? textIn(found.title, language) : name;
};

export type DelegationNames = ReadonlyMap<string, string>;

/** A pool as the secretariat calls it. */
export function poolLabel(pool: string, { settings, language, t, names }: PoolWords): string {
  const [kind = "", id = ""] = pool.split(":");
  if (kind === "category") return categoryTitle(settings, id, language);
  if (kind === "delegation") return names?.get(id) ?? t("poolName.delegation");
  const session = settings.sessions.find(({ sessionId }) => sessionId === id);
  return kind === "session" && session ? textIn(session.title, language) : t("poolName.venue");
}

export interface PoolWords {
  readonly settings: Settings;
  readonly language: string;
  readonly t: (key: "poolName.venue" | "poolName.delegation") => string;
  readonly names?: DelegationNames | undefined;
}

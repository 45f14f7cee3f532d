import type { BadgeWords } from "#shared/badge/facts.ts";
import type { Language } from "#shared/domain/conference.ts";
import { alpha2Of } from "#shared/domain/countries.ts";
import { locales } from "#shared/domain/locale.ts";
import { conferenceDays } from "#shared/i18n/dates.ts";
import { paperMessages } from "#shared/i18n/messages.ts";

/** What the catalogue and the language's own rules give for badges. */
export function badgeWords(language: Language): BadgeWords {
  const countries = new Intl.DisplayNames(locales[language], { type: "region", fallback: "none" });
  return {
    language,
    role: (role) => paperMessages.translate(language, `badge.role.${role}`),
    serial: (serial) => paperMessages.translate(language, "badge.serial", { serial }),
    country: (code) => countries.of(alpha2Of(code)),
    days: (startsOn, endsOn) => conferenceDays({ startsOn, endsOn }, language),
  };
}

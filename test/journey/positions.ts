import type { CategoryKind } from "#shared/model/conference.ts";

/** The categories of the conference of 2015. */
export type JourneyCategory = Exclude<CategoryKind, "development-bank" | "parliament" | "host-country" | "other">;

/** Job titles and organizations by category; `{country}` and `{city}` are filled in. */
interface CategoryPositions {
  readonly titles: readonly string[];
  readonly organizations: readonly string[];
}

export const positions: Readonly<Record<JourneyCategory, CategoryPositions>> = {
  "member-state": {
    titles: [
      "Minister of the Interior",
      "Deputy Minister for Urban Development",
      "Ambassador Extraordinary and Plenipotentiary, Permanent Representative of {country} to the United Nations Office and other international organizations in Geneva",
      "Director General for Migration Policy",
      "First Secretary",
    ],
    organizations: [
      "Ministry of the Interior of {country}",
      "Ministry of Foreign Affairs of {country}",
      "Permanent Mission of {country}",
    ],
  },
  "observer-state": {
    titles: ["Permanent Observer", "Counsellor"],
    organizations: ["Permanent Mission of {country}"],
  },
  "international-organization": {
    titles: ["Senior Urban Policy Adviser", "Head of Unit, Migration and Home Affairs", "Regional Director"],
    organizations: ["UN-Habitat", "European Commission", "International Labour Organization", "World Bank Group"],
  },
  "local-authority": {
    titles: [
      "Mayor",
      "Deputy Mayor for Social Affairs, Integration & “Welcome” Policies",
      "City Councillor",
      "Conseillère administrative",
    ],
    organizations: ["City of {city}", "Municipality of {city}", "Association of Cities of {country}"],
  },
  ngo: {
    titles: ["Executive Director", "Advocacy Officer", "Coordinator; legal aid"],
    organizations: ["Migrants’ Rights Network {country}", "Caritas {country}", "Refuge & Cité (antenne de {city})"],
  },
  academia: {
    titles: ["Professor of Human Geography", "Dr. habil., Senior Lecturer", "PhD candidate"],
    organizations: ["University of {city}", "Institute for Urban Studies, {city}"],
  },
  "private-sector": {
    titles: ["Chief Executive Officer", "Head of Corporate Responsibility"],
    organizations: ["{city} Remittances Ltd.", "Chamber of Commerce of {city}"],
  },
  media: {
    titles: ["Correspondent", "Photographer"],
    organizations: ["{city} Daily", "Radio {country}"],
  },
  migrant: {
    titles: ["Community organizer", "Spokesperson"],
    organizations: ["Diaspora of {country} in Europe", "I am a migrant"],
  },
  secretariat: {
    titles: ["Conference Officer", "Interpreter"],
    organizations: ["International Organization for Migration"],
  },
};

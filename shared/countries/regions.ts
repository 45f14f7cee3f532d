import groupTable from "./regional-groups.json" with { type: "json" };
import regionTable from "./regions.json" with { type: "json" };

export const regions = ["africa", "americas", "asia", "europe", "oceania"] as const;

export const regionalGroups = [
  "african-states",
  "asia-pacific-states",
  "eastern-european-states",
  "latin-american-and-caribbean-states",
  "western-european-and-other-states",
] as const;

/**
 * The region and sub-region of each country or area, from the United Nations' "Standard country or area codes for
 * statistical use" (M49, Statistics Division, edition of 2024; read in November 2026). Sub-Saharan Africa and Latin
 * America and the Caribbean are sub-regions of M49; its intermediate regions are not distinguished.
 */
const regionsByCountry = new Map(
  Object.entries(regionTable).flatMap(([region, subRegions]) =>
    Object.entries(subRegions).flatMap(([subRegion, codes]) =>
      codes.split(" ").map((code) => [code, { region, subRegion }] as const),
    ),
  ),
);

/**
 * The regional group of each Member State (Department for General Assembly and Conference Management, "Regional groups
 * of Member States", 2024). The United States belongs to no group and is counted with the Western European and other
 * States, as for elections. Türkiye belongs to two groups and is counted with the same States.
 */
const regionalGroupsByCountry = new Map(
  Object.entries(groupTable).flatMap(([group, codes]) => codes.split(" ").map((code) => [code, group] as const)),
);

/** The region or group of a country that has none, such as Antarctica or a territory of a State elsewhere. */
export const unknownRegion = "unknown";

/** The M49 region of a country, such as `africa`. */
export const getRegion = (country: string): string => regionsByCountry.get(country)?.region ?? unknownRegion;

/** The M49 sub-region of a country, such as `northern-africa`. */
export const getSubRegion = (country: string): string => regionsByCountry.get(country)?.subRegion ?? unknownRegion;

/** The regional group of a Member State, or of an observer that participates in one. */
export const getRegionalGroup = (country: string): string => regionalGroupsByCountry.get(country) ?? unknownRegion;

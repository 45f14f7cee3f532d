/** What browsers know of a region (ECMA-402 Locale Info); some have a getter in place of the method. */
interface LocaleInfo {
  readonly timeZones?: readonly string[];
  getTimeZones?(): readonly string[] | undefined;
}

/**
 * The time zone of a country that has only one; otherwise, or if the browser does not know, `undefined`.
 * @param country ISO 3166-1 alpha-3
 */
export async function findTimeZone(country: string): Promise<string | undefined> {
  try {
    const { default: abbreviations } = await import("#shared/countries/other-names/abbreviations.json");
    const [region = ""] = ((abbreviations as Readonly<Record<string, string>>)[country] ?? "").split(";");
    if (!/^[A-Z]{2}$/.test(region)) return undefined;
    const locale = new Intl.Locale(`und-${region}`) as Intl.Locale & LocaleInfo;
    const zones = locale.getTimeZones?.() ?? locale.timeZones ?? [];
    return zones.length === 1 ? zones[0] : undefined;
  } catch {
    // Offline, the officer chooses the zone.
    return undefined;
  }
}

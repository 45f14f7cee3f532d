const rfc3339 = /^\d{4}-\d{2}-\d{2}T/;

/** Words times as a clock at a place shows them. */
export class LocalTimes {
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    // The Swedish form is that of ISO 8601, with a blank for the T.
    this.#format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  }

  /** `2027-03-01 12:00`; a text that is no time as it is. @param time RFC 3339 */
  format(time: string): string {
    return rfc3339.test(time) ? this.#format.format(new Date(time)) : time;
  }
}

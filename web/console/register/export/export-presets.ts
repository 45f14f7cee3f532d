/** Columns that an officer keeps under a name, in the browser. They contain no personal data. */
export interface OwnPreset {
  readonly name: string;
  readonly columns: readonly string[];
}

const toStorageKey = (conferenceId: string) => `palais.export-presets.${conferenceId}`;

const isPreset = (value: unknown): value is OwnPreset => {
  const { name, columns } = value as Partial<OwnPreset>;
  return typeof name === "string" && Array.isArray(columns);
};

export function loadOwnPresets(conferenceId: string): readonly OwnPreset[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(toStorageKey(conferenceId)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isPreset) : [];
  } catch {
    return [];
  }
}

export function saveOwnPresets(conferenceId: string, presets: readonly OwnPreset[]): void {
  try {
    localStorage.setItem(toStorageKey(conferenceId), JSON.stringify(presets));
  } catch {
    // The storage is full or refused: the presets last as long as the page.
  }
}

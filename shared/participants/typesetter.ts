import { type Band, type Passage, type Setting, setPassage, setRow } from "#shared/badge/print/bands.ts";
import { column, columnsOf } from "#shared/badge/print/document.ts";
import { MissingGlyph } from "#shared/badge/text/itemise.ts";
import type { Fault } from "#shared/domain/refusal.ts";

/** Sets the texts of a list one after the other, and remembers what no font can write: all of it is told at once. */
export class Typesetter {
  readonly setting: Setting;
  readonly faults: Fault[] = [];

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** The text as bands; none, and a fault at the path, where it can't be written. */
  set(path: string, passage: Passage): Band[] {
    return this.#trying(path, () => setPassage(passage, column, this.setting));
  }

  /** A row of a table whose first column has this share of the width. */
  setRow(path: string, cells: readonly Passage[], firstShare: number): Band[] {
    const columns = columnsOf(cells.length, firstShare, this.setting.direction);
    return this.#trying(path, () => [setRow(cells, columns, this.setting)]);
  }

  #trying(path: string, set: () => Band[]): Band[] {
    try {
      return set();
    } catch (error) {
      if (!(error instanceof MissingGlyph)) throw error;
      this.faults.push({ path, rule: "noGlyph", values: { characters: error.characters.join(", ") } });
      return [];
    }
  }
}

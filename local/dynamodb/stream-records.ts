import { DatabaseSync } from "node:sqlite";

/** So many records are deleted at a time: the emulator waits while we write. */
const trimmedAtOnce = 2_000;

/**
 * The emulator's own file, for two things it lacks. It looks for the newest record of a stream through all of them, at
 * every write, so that writes become slower with each; and it never deletes one.
 */
export class StreamRecords {
  readonly #file: DatabaseSync;

  /** @param file the emulator's database; the emulator has opened it before */
  constructor(file: string) {
    this.#file = new DatabaseSync(file, { timeout: 5_000 });
    this.#file.exec(
      "CREATE INDEX IF NOT EXISTS palais_newest ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
    );
  }

  /** The tables of the database. */
  tables(): string[] {
    return this.#file
      .prepare("SELECT table_name AS name FROM _tables")
      .all()
      .map(({ name }) => String(name));
  }

  /**
   * Deletes the records before `sequence`, which every consumer has passed. That one stays: the emulator numbers the
   * next record after the newest it finds, and would begin again at 1 in an empty stream, behind every checkpoint.
   */
  trim(table: string, sequence: string): void {
    const some = this.#file.prepare(
      `DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records
       WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < CAST(? AS INTEGER) LIMIT ${trimmedAtOnce})`,
    );
    some.run(table, sequence);
  }

  close(): void {
    this.#file.close();
  }
}

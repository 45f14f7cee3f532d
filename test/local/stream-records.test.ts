import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import { StreamRecords } from "../../local/dynamodb/database.ts";

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A file with what the emulator's has of its streams. */
function createFile(sequences: readonly number[]) {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-records-"));
  const file = path.join(folder, "dynamodb.db");
  const emulator = new DatabaseSync(file);
  emulator.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE _stream_records (id INTEGER PRIMARY KEY, table_name TEXT, sequence_number TEXT)",
  );
  const insert = emulator.prepare("INSERT INTO _stream_records (table_name, sequence_number) VALUES ('Palais', ?)");
  for (const sequence of sequences) insert.run(String(sequence));
  const records = new StreamRecords(file);
  cleanUps.push(() => {
    records.close();
    emulator.close();
    rmSync(folder, { recursive: true });
  });
  const list = () =>
    emulator
      .prepare("SELECT sequence_number AS sequence FROM _stream_records ORDER BY id")
      .all()
      .map(({ sequence }) => Number(sequence));
  return { emulator, records, list };
}

test("a trim leaves the record of the checkpoint and the later ones", () => {
  const { records, list } = createFile([8, 9, 10, 11]);
  records.trim("Palais", "10");
  expect(list()).toEqual([10, 11]);
});

test("a trim while the emulator writes deletes nothing, and the next one does", () => {
  const { emulator, records, list } = createFile([1, 2, 3]);
  emulator.exec("BEGIN IMMEDIATE");
  records.trim("Palais", "3");
  emulator.exec("COMMIT");
  expect(list()).toEqual([1, 2, 3]);
  records.trim("Palais", "3");
  expect(list()).toEqual([3]);
});

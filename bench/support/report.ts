/** What a measurement was to show, and whether it does. */
export interface Verdict {
  readonly says: string;
  readonly holds: boolean;
  /** An invariant must hold on any machine; a target speaks of speed, and never fails the run. */
  readonly kind: "invariant" | "target";
}

export const invariant = (says: string, holds: boolean): Verdict => ({ says, holds, kind: "invariant" });
export const target = (says: string, holds: boolean): Verdict => ({ says, holds, kind: "target" });

/** What one part came to, as it is printed. */
export interface Section {
  readonly title: string;
  readonly notes: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly verdicts: readonly Verdict[];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)));
  const rule = widths.map((width) => "─".repeat(width));
  return [line(head), rule, ...rows.map(line)].map((cells) => `  ${cells.join("  ").trimEnd()}`);
}

const outcome = ({ holds, kind }: Verdict) => (holds ? "holds" : kind === "invariant" ? "BROKEN" : "missed");

export function printSection({ title, notes, head, rows, verdicts }: Section): void {
  const told = verdicts.map((each) => `  [${outcome(each)}] ${each.says}`);
  const lines = [title, ...notes.map((note) => `  ${note}`), "", ...table(head, rows), "", ...told];
  console.log(`\n${lines.join("\n")}`);
}

/** A word on what goes on, on the terminal's other stream: the report itself stays clean. */
export const progress = (says: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${says}\n`);

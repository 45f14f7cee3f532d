import type { Form } from "../peer/register.ts";
import type { Load } from "../support/drive.ts";
import { invariant, type Section } from "../support/report.ts";
import { figures, median, spread } from "../support/statistics.ts";
import { type Mode, modes, type Size } from "./contestants.ts";

interface Setting {
  readonly contestants: readonly string[];
  /** Who only shows what the emulator takes, and answers nobody. */
  readonly floor: string;
  readonly pools: Record<Form, number>;
  readonly durability: string;
  readonly size: Size;
}

const due: Record<Mode, string> = { accepted: "201 held", waiting: "201 waiting", full: "409" };

export function sectionOf(loads: ReadonlyMap<string, readonly Load[]>, setting: Setting): Section {
  const of = (mode: Mode, name: string) => loads.get(`${mode}, ${name}`) ?? [];
  const speeds = (mode: Mode, name: string) => of(mode, name).map(({ perSecond }) => perSecond);
  const names = setting.contestants;
  const rival = (name: string) => (name.includes("over HTTP") ? "Palais over HTTP" : "Palais");
  const rows = modes.flatMap((mode) =>
    names
      .filter((name) => of(mode, name).length > 0)
      .map((name) => {
        const ours = median(speeds(mode, rival(name)));
        return [
          `${mode}: ${name}`,
          spread(speeds(mode, name)),
          spread(of(mode, name).map(({ p50 }) => p50)),
          spread(of(mode, name).map(({ p99 }) => p99)),
          name.includes("over HTTP") ? "" : spread(of(mode, name).map(({ cpuMs }) => cpuMs)),
          name === rival(name) ? "" : `${(ours / median(speeds(mode, name))).toFixed(2)} ×`,
        ];
      }),
  );
  const { pools, size, durability } = setting;
  return {
    title: "Throughput: registrations, places in line and refusals a second",
    notes: [
      `${figures(size.count)} requests a round from ${size.atOnce} senders that wait for their answers (a closed loop); no proxy; medians (ranges)`,
      "In process: the function's handler and the emulator's table without a stream, against Fastify's inject and PostgreSQL.",
      "Over HTTP: all of npm start with stream, mails and waiting list at work, against a server that does nothing else.",
      `PostgreSQL: ${durability}; pools of ${pools.conditional} (conditional) and ${pools["for-update"]} (FOR UPDATE), the best of 4, 8, 16 and 32`,
      "dynoxide: SQLite in WAL mode, one fsync for each write, so both promise the same.",
      "The emulator alone: the very transactions of Palais in that mode, ready-made and sent without SDK, rules or reads.",
      "CPU: of the process that takes the request, not of the database; it hardly depends on what else the machine does.",
    ],
    head: ["", "per second", "p50 (ms)", "p99 (ms)", "CPU (ms)", "Palais against it"],
    rows,
    verdicts: modes.map((mode) =>
      invariant(
        `${mode}: every answer is "${due[mode]}"`,
        names.every(
          (name) =>
            name === setting.floor || of(mode, name).every(({ answers }) => Object.keys(answers).join() === due[mode]),
        ),
      ),
    ),
  };
}

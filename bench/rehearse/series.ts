import { quantile } from "../support/statistics.ts";
import type { Recorded } from "./record.ts";

/** A line of a plot: points of time (s) and value. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [seconds: number, value: number])[];
}

const colours = { seated: "#0b5394", waiting: "#b45f06", cap: "#990000", refused: "#5f6b7a", error: "#990000" };

/** The venue over time: seats taken, people waiting, and the cap. */
export function seatsOverTime({ looks }: Recorded): Series[] {
  const line = (name: string, colour: string, value: (look: Recorded["looks"][number]) => number): Series => ({
    name,
    colour,
    points: looks.map((look) => [look.at / 1_000, value(look)]),
  });
  return [
    line("seats taken", colours.seated, ({ taken }) => taken),
    line("waiting", colours.waiting, ({ waiting }) => waiting),
    line("cap", colours.cap, ({ limit }) => limit),
  ];
}

/** Answers of each second, in order. */
function bySecond({ answers }: Recorded): Map<number, Recorded["answers"][number][]> {
  const seconds = Map.groupBy(answers, ({ answeredAt }) => Math.floor(answeredAt / 1_000));
  const last = Math.max(-1, ...seconds.keys());
  return new Map(Array.from({ length: last + 1 }, (_, second) => [second, seconds.get(second) ?? []]));
}

/** Answers per second, by kind. */
export function answersPerSecond(recorded: Recorded): Series[] {
  const kind = (outcome: string, isError: boolean) =>
    isError ? "errors" : outcome === "held" || outcome === "waiting" ? outcome : "other answers";
  const seconds = [...bySecond(recorded)];
  const line = (name: string, colour: string): Series => ({
    name,
    colour,
    points: seconds.map(([second, answers]) => [
      second,
      answers.filter(({ outcome, isError }) => kind(outcome, isError) === name).length,
    ]),
  });
  return [
    line("held", colours.seated),
    line("waiting", colours.waiting),
    line("other answers", colours.refused),
    line("errors", colours.error),
  ];
}

/** How long answers took, in ms, second by second: the median, nine in ten, ninety-nine in a hundred. */
export function latencyOverTime(recorded: Recorded): Series[] {
  const seconds = [...bySecond(recorded)].filter(([, answers]) => answers.length > 0);
  const line = (name: string, colour: string, share: number): Series => ({
    name,
    colour,
    points: seconds.map(([second, answers]) => [
      second,
      quantile(
        answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt),
        share,
      ),
    ]),
  });
  return [
    line("median", colours.seated, 0.5),
    line("nine in ten", colours.waiting, 0.9),
    line("99 in a hundred", colours.cap, 0.99),
  ];
}

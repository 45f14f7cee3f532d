import { invariant, type Section } from "../support/report.ts";
import { figures, median, sum } from "../support/statistics.ts";
import type { Heat, Outcome } from "./race-heat.ts";

export function sectionOf(
  heats: readonly Heat[],
  outcomes: readonly Outcome[],
  naive: readonly (Heat & { taken: number })[],
): Section {
  const groups = [...new Set(heats.map(({ attempts }) => attempts))].map((attempts) => ({
    attempts,
    seats: heats.find((heat) => heat.attempts === attempts)?.seats ?? 0,
    of: outcomes.filter((_, index) => heats[index]?.attempts === attempts),
  }));
  const oversold = naive.filter(({ taken, seats }) => taken > seats);
  const over = (outcome: Outcome, seats: number) => Math.max(0, outcome.seated - seats) + outcome.overhang;
  const rows = groups.map(({ attempts, seats, of }) => [
    `Palais, ${of.length} × ${figures(attempts)} attempts`,
    `${of.filter(({ seated }) => seated === seats).length} of ${of.length}`,
    String(sum(of.map((each) => over(each, seats)))),
    String(sum(of.map(({ seated }) => Math.max(0, seats - seated)))),
    String(sum(of.map(({ errors }) => errors.length))),
    String(sum(of.map(({ differences }) => differences.length))),
    figures(median(of.map(({ conflicts }) => conflicts))),
    figures(median(of.map(({ seconds }) => attempts / seconds))),
  ]);
  const excess = naive.map(({ taken, seats }) => taken - seats);
  const control = [
    `naive, ${naive.length} races`,
    `${naive.length - oversold.length} of ${naive.length}`,
    String(sum(excess)),
    "–",
    "–",
    "–",
    "–",
    "–",
  ];
  return {
    title: "Race: who gets the last seats",
    notes: [
      `${groups[0]?.seats} seats; 4 processes of 64 connections; submissions, walk-ins, imported rows, withdrawals, decisions,`,
      "bulk decisions, reopenings, changed categories, offers (every third seed), the limit moved below and back to the seats;",
      "the line served by a process of its own; each transaction holds its items for 8 ms",
    ],
    head: ["", "exactly full", "over", "under", "errors", "differences", "conflicts", "attempts/s"],
    rows: [...rows, control],
    verdicts: [
      ...groups.map(({ attempts, seats, of }) =>
        invariant(
          `${of.length} races of ${figures(attempts)} attempts: exactly ${seats} seated, no error, the recount equal`,
          of.every((each) => each.seated === seats && each.counters === seats && isSound(each)),
        ),
      ),
      invariant(
        `the naive way oversells in ${oversold.length} of ${naive.length} (at least 95 %)`,
        oversold.length >= naive.length * 0.95,
      ),
    ],
  };
}

const isSound = ({ overhang, errors, differences }: Outcome) =>
  overhang === 0 && errors.length === 0 && differences.length === 0;

import type { ComponentChildren } from "preact";
import { useConsoleContext } from "../console-context.ts";
import { LocalizedNumber } from "../localized-number.tsx";
import { buildRegisterHref } from "../register/register-href.ts";
import type { Figure } from "./figures.ts";

/** A number with what it counts, and where it leads. */
export interface LinkedFigure {
  readonly key: string;
  readonly count: number;
  /** Whether there are more than `count`. */
  readonly isLeast?: boolean;
  readonly label: string;
  readonly href: string;
}

/** @returns a function that links a number of registrations to the register */
export function useRegisterFigure(): (figure: Figure, count: number, label: string, sort?: string) => LinkedFigure {
  const { conferenceId } = useConsoleContext().settings;
  return ({ key, filters }, count, label, sort) => ({
    ...{ key, count, label },
    href: buildRegisterHref(conferenceId, filters, sort),
  });
}

interface FigureListProps {
  readonly figures: readonly LinkedFigure[];
  /** What is said if all numbers are zero. */
  readonly nothing?: ComponentChildren;
}

/** Numbers that are not zero, each as a link to what it counts. */
export function FigureList({ figures, nothing }: FigureListProps) {
  const shown = figures.filter(({ count }) => count > 0);
  if (shown.length === 0) return nothing === undefined ? null : <p class="soft">{nothing}</p>;
  return (
    <ul class="plain-list figures">
      {shown.map(({ key, count, isLeast, label, href }) => (
        <li key={key}>
          <a href={href}>
            <span class="number figure">
              <LocalizedNumber value={count} />
              {isLeast && "+"}
            </span>{" "}
            <span>{label}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

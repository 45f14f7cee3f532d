import type { BadgeLayout } from "#shared/model/badge-layout.ts";
import { useTranslation } from "../translations.ts";
import { usePartNames } from "./badge-questions.ts";
import { describePart } from "./layout/part-names.ts";
import type { LayoutProblem } from "./problem-texts.ts";

interface ProblemListProps {
  readonly layout: BadgeLayout;
  readonly problems: readonly LayoutProblem[];
  readonly onSelect: (index: number) => void;
}

/** Everything that is wrong with a layout; the name of a part opens it in the list. */
export function ProblemList({ layout, problems, onSelect }: ProblemListProps) {
  const { t } = useTranslation();
  const names = usePartNames();
  return (
    <section class="stack" aria-labelledby="design-checks">
      <h3 id="design-checks">{t("design.checks")}</h3>
      {problems.length === 0 ? (
        <p>{t("design.noProblem")}</p>
      ) : (
        <ul class="design-problems">
          {problems.map(({ part: at, text }, index) => {
            const part = at === undefined ? undefined : layout.parts[at];
            return (
              <li key={index}>
                {part && at !== undefined && (
                  <button type="button" class="design-name" onClick={() => onSelect(at)}>
                    {describePart(part, at, names)}
                  </button>
                )}
                <span class="fault">{text}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

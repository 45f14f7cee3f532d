import { LoadNotice } from "../../kit/components/notices.tsx";
import { buildHref } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { FigureList, type LinkedFigure, useRegisterFigure } from "./figure-list.tsx";
import { type Figure, focalPointFigures, peopleFigures, staffFigures } from "./figures.ts";
import type { HomeCounts } from "./use-home-counts.ts";
import { useOtherFigures } from "./use-other-figures.ts";

/** What waits for whom: for staff, for the registered people, and for focal points. */
export function WaitingSection({ counts }: { readonly counts: HomeCounts | undefined }) {
  const { t } = useTranslation();
  const { staff, focalPoints, duplicates, loaded, reload } = useOtherFigures();
  const toLinked = useRegisterFigure();
  const link = <Key extends WaitingKey>(figures: readonly Figure<Key>[], numbers: readonly number[] = []) =>
    figures.map((each, index) =>
      toLinked(each, numbers[index] ?? 0, t(`homeView.${each.key}`, { count: numbers[index] ?? 0 })),
    );
  const groups: readonly (readonly [string, readonly LinkedFigure[]])[] = [
    [t("homeView.forStaff"), [...link(staffFigures, counts?.staff), ...staff]],
    [t("homeView.forFocalPoints"), [...link(focalPointFigures, counts?.focalPoints), ...focalPoints]],
    [t("homeView.forPeople"), link(peopleFigures, counts?.people)],
  ];
  const shown = groups.filter(([, figures]) => figures.some(({ count }) => count > 0));
  const isLoading = counts === undefined || loaded.state === "loading";
  return (
    <section class="stack" aria-labelledby="home-waiting" aria-busy={isLoading || undefined}>
      <h2 id="home-waiting">{t("homeView.waitingTitle")}</h2>
      {shown.map(([title, figures]) => (
        <div key={title} class="stack-tight">
          <h3>{title}</h3>
          <FigureList figures={figures} />
        </div>
      ))}
      {isLoading && <p class="soft">{t("common.loading")}</p>}
      {loaded.state === "failed" && <LoadNotice {...{ loaded, reload, t }} />}
      {!isLoading && shown.length === 0 && <p class="soft">{t("homeView.nothingWaits")}</p>}
      {duplicates.length > 0 && <Duplicates people={duplicates} />}
    </section>
  );
}

type WaitingKey = (typeof staffFigures | typeof peopleFigures | typeof focalPointFigures)[number]["key"];

/** The registrations to review that resemble another one. */
function Duplicates({ people }: { readonly people: ReturnType<typeof useOtherFigures>["duplicates"] }) {
  const { t } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  return (
    <details>
      <summary>{t("homeView.duplicates", { count: people.length })}</summary>
      <ul>
        {people.map(({ registrationId, name }) => (
          <li key={registrationId}>
            <a href={buildHref({ conference: conferenceId, view: "register", registration: registrationId })}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

import { useEffect, useRef } from "preact/hooks";
import { announce } from "../../kit/announce.ts";
import { Notice } from "../../kit/notice.tsx";
import { LineByTargets } from "../line-by-targets.tsx";
import { useWords } from "../words.ts";
import type { Standing } from "./open-registration.ts";
import { poolNames } from "./pool-names.ts";
import { lookOf, type Where } from "./standing.ts";

/** What is decided, what happens next, and what holds the person back. */
export function WhereItStands({ registration, conference, where }: Standing & { readonly where: Where }) {
  const { t, find, language } = useWords();
  const title = useSaidWhenItChanges(where, t(`standing.${where}.title`));
  const { lineTargets } = conference;
  const waitingFor = poolNames(registration.waitingFor ?? [], conference, { find, language });
  return (
    <Notice tone={lookOf(where)}>
      <h2 ref={title} tabIndex={-1}>
        {t(`standing.${where}.title`)}
      </h2>
      {where === "waiting" && lineTargets ? (
        <LineByTargets lineTargets={lineTargets} />
      ) : (
        <p>{t(`standing.${where}.next`)}</p>
      )}
      {waitingFor.length > 0 && (
        <>
          <p>{t("status.waitingFor")}</p>
          <ul>
            {waitingFor.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}

/** Whoever listens hears that it changed; the focus comes here if the button that changed it is gone. */
function useSaidWhenItChanges(where: Where, words: string) {
  const title = useRef<HTMLHeadingElement>(null);
  const before = useRef(where);
  useEffect(() => {
    if (before.current === where) return;
    before.current = where;
    announce(words);
    if (document.activeElement === document.body) title.current?.focus();
  }, [where, words]);
  return title;
}

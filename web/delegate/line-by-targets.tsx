import type { ConferenceAnswer } from "./use-conference.ts";
import { useWords } from "./words.ts";

/** In which order the line is served, where that isn't the order of joining alone. */
export function LineByTargets({ lineTargets }: { readonly lineTargets: ConferenceAnswer["lineTargets"] }) {
  const { t } = useWords();
  if (!lineTargets) return null;
  return (
    <>
      <p>{t("conference.lineByTargets")}</p>
      <ul>
        {lineTargets.map(({ dimension, value, text }) => (
          <li key={`${dimension} ${value}`}>{text}</li>
        ))}
      </ul>
    </>
  );
}

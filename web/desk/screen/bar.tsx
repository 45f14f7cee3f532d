import { useEffect, useState } from "preact/hooks";
import { type Language, languages } from "#shared/domain/conference.ts";
import type { Direction } from "#shared/domain/entry/verdict.ts";
import { languageNames } from "../../i18n/language.ts";
import { textIn } from "../../i18n/words.tsx";
import type { GateState } from "../gate/gate-state.ts";
import { useWords } from "../words.ts";

/** Where this is, which way people go, how many are inside, and how well the device knows. */
export function Bar({ state, onDoor }: { readonly state: GateState; readonly onDoor: (direction: Direction) => void }) {
  const { t, language, speak } = useWords();
  const { desk, inside } = state;
  return (
    <header class="desk-bar">
      <div class="desk-place">
        <strong>
          <bdi>{desk.door.gate}</bdi>
        </strong>
        <span class="small">
          <bdi>{textIn(desk.conference.title, language)}</bdi>
        </span>
      </div>
      <fieldset class="ways">
        <legend class="hidden-visually">{t("desk.setUp.direction")}</legend>
        {(["in", "out"] as const).map((way) => (
          <label key={way}>
            <input
              type="radio"
              name="way"
              value={way}
              checked={desk.door.direction === way}
              onChange={() => onDoor(way)}
            />
            <span>{t(`desk.${way}`)}</span>
          </label>
        ))}
      </fieldset>
      <p class="desk-inside">
        <span class="small">{t("desk.inside")}</span> <strong class="number">{count(inside, language)}</strong>
      </p>
      <Freshness state={state} />
      <select
        class="input compact"
        aria-label={t("frame.language")}
        value={language}
        onChange={(event) => speak(event.currentTarget.value as Language)}
      >
        {languages.map((each) => (
          <option key={each} value={each} lang={each}>
            {languageNames[each]}
          </option>
        ))}
      </select>
    </header>
  );
}

const count = (value: number, language: string) => new Intl.NumberFormat(language).format(value);

/** How old the list is and how many scans wait: what an offline gate doesn't know. */
function Freshness({ state: { network, waiting, desk } }: { readonly state: GateState }) {
  const { t } = useWords();
  const minutes = useMinutesSince(desk.list?.at);
  return (
    <p class={`desk-network ${network}`}>
      <strong role="status">{t(`desk.network.${network}`)}</strong>
      <span class="small">{minutes === undefined ? t("desk.noList") : t("desk.listAge", { minutes })}</span>
      <span class="small">{t("desk.waiting", { count: waiting })}</span>
    </p>
  );
}

function useMinutesSince(at: number | undefined): number | undefined {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return at === undefined ? undefined : Math.max(0, Math.floor((now - at) / 60_000));
}

import { useEffect, useState } from "preact/hooks";
import type { ScanDirection } from "#shared/model/check-in.ts";
import { LanguageSelect } from "../../kit/components/language-select.tsx";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import type { GateState } from "../gate/gate-state.ts";
import { useTranslation } from "../translations.ts";

/** The gate, the direction, the number of people inside, and the network status. */
export function StatusBar({
  state,
  onDirection,
}: {
  readonly state: GateState;
  readonly onDirection: (direction: ScanDirection) => void;
}) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { desk, inside } = state;
  return (
    <header class="desk-bar">
      <div class="desk-place">
        <strong>
          <bdi>{desk.settings.gate}</bdi>
        </strong>
        <span class="small">
          <bdi>{getLocalizedText(desk.conference.title, language)}</bdi>
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
              checked={desk.settings.direction === way}
              onChange={() => onDirection(way)}
            />
            <span>{t(`desk.${way}`)}</span>
          </label>
        ))}
      </fieldset>
      <p class="desk-inside">
        <span class="small">{t("desk.inside")}</span> <strong class="number">{formatCount(inside, language)}</strong>
      </p>
      <NetworkStatus state={state} />
      <LanguageSelect reader={reader} />
    </header>
  );
}

const formatCount = (value: number, language: string) => new Intl.NumberFormat(language).format(value);

/** The age of the list and the number of unsent scans: what an offline gate does not know. */
function NetworkStatus({ state: { network, pendingCount, desk } }: { readonly state: GateState }) {
  const { t } = useTranslation();
  const minutes = useMinutesSince(desk.list?.at);
  return (
    <p class={`desk-network ${network}`}>
      <strong role="status">{t(`desk.network.${network}`)}</strong>
      <span class="small">{minutes === undefined ? t("desk.noList") : t("desk.listAge", { minutes })}</span>
      <span class="small">{t("desk.waiting", { count: pendingCount })}</span>
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

import { ShortcutLegend } from "../../queue/keyboard-shortcuts.tsx";
import { useTranslation } from "../../translations.ts";

const tableKeys = [
  ["keyMove", "← ↑ → ↓"],
  ["keyOpen", "Enter"],
  ["keySelect", "Space"],
  ["keyRange", "Shift"],
  ["keyAll", "Ctrl A"],
] as const;

interface TableLegendProps {
  readonly canSelect: boolean;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** The keys of the table, and the shortcuts that the register has in common with the queue. */
export function TableLegend({ canSelect, isOn, onChange }: TableLegendProps) {
  const { t } = useTranslation();
  const shown = tableKeys.filter(([name]) => canSelect || name === "keyMove" || name === "keyOpen");
  return (
    <details class="register-legend">
      <summary>{t("register.keys")}</summary>
      <div class="legend small">
        <dl>
          {shown.map(([name, key]) => (
            <div key={name}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(`register.${name}`)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <ShortcutLegend {...{ isOn, onChange }} />
    </details>
  );
}

import { Button } from "../../../kit/components/button.tsx";
import { useTranslation } from "../../translations.ts";

interface MoveButtonsProps {
  /** The keys of the chosen columns in their order. */
  readonly chosen: readonly string[];
  /** One of them, and its name. */
  readonly column: string;
  readonly label: string;
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Moves one of the chosen columns to the place before or after. */
export function MoveButtons({ chosen, column, label, onChange }: MoveButtonsProps) {
  const { t } = useTranslation();
  const at = chosen.indexOf(column);
  const move = (by: 1 | -1) => onChange(chosen.filter((each) => each !== column).toSpliced(at + by, 0, column));
  return (
    <>
      <Button
        kind="secondary"
        small
        label={t("register.moveEarlier", { column: label })}
        disabled={at === 0}
        onPress={() => move(-1)}
      >
        ↑
      </Button>
      <Button
        kind="secondary"
        small
        label={t("register.moveLater", { column: label })}
        disabled={at === chosen.length - 1}
        onPress={() => move(1)}
      >
        ↓
      </Button>
    </>
  );
}

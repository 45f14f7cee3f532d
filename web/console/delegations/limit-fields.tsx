import type { Faults } from "../../form/faults.ts";
import { idOf } from "../../form/organization-fields.tsx";
import { TextField } from "../../kit/inputs.tsx";
import { useWords } from "../words.ts";
import { type Limit, limits } from "./draft.ts";

type Typed = Readonly<Record<Limit, string>>;

interface Props {
  readonly typed: Typed;
  readonly faults: Faults;
  /** Said beside each name, where none of them must be given. */
  readonly optional?: string;
  readonly onChange: (typed: Typed) => void;
}

/** With how many a delegation comes. */
export function LimitFields({ typed, faults, optional, onChange }: Props) {
  const { t } = useWords();
  return (
    <div class="trio">
      {limits.map((each) => (
        <TextField
          key={each}
          id={idOf(each)}
          label={t(`delegations.${each}`)}
          hint={t(`delegations.${each}Hint`)}
          fault={faults[each]}
          optional={optional}
          inputMode="numeric"
          dir="ltr"
          short
          value={typed[each]}
          onInput={(value) => onChange({ ...typed, [each]: value })}
        />
      ))}
    </div>
  );
}

import { useState } from "preact/hooks";
import { type ExportPreset, exportPresets } from "#shared/exports/export-columns.rules.ts";
import { Button } from "../../../kit/components/button.tsx";
import { SelectField, TextField } from "../../../kit/components/fields.tsx";
import { useConsoleContext } from "../../console-context.ts";
import { useTranslation } from "../../translations.ts";
import { listPresetPaths, type OfferedColumn } from "./export-columns.ts";
import { loadOwnPresets, type OwnPreset, saveOwnPresets } from "./export-presets.ts";

const builtIn = Object.keys(exportPresets) as ExportPreset[];

interface PresetChoiceProps {
  readonly offered: readonly OfferedColumn[];
  /** The columns that the register shows. */
  readonly shown: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Chooses columns by their purpose, and keeps the chosen ones under a name. */
export function PresetChoice({ offered, shown, chosen, onChange }: PresetChoiceProps) {
  const { t } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  const [own, setOwn] = useState(() => loadOwnPresets(conferenceId));
  const [selected, setSelected] = useState("shown");
  const [name, setName] = useState("");
  const change = (presets: readonly OwnPreset[]) => {
    setOwn(presets);
    saveOwnPresets(conferenceId, presets);
  };
  const select = (value: string) => {
    setSelected(value);
    if (value === "shown") onChange(shown);
    const preset = builtIn.find((each) => each === value);
    if (preset) onChange(listPresetPaths(preset, offered));
    const kept = own.find((each) => toOwnValue(each) === value);
    if (kept) onChange(kept.columns.filter((path) => offered.some((each) => each.path === path)));
  };
  const save = () => {
    const preset = { name: name.trim(), columns: chosen };
    if (preset.name === "") return;
    change([...own.filter((each) => each.name !== preset.name), preset]);
    setSelected(toOwnValue(preset));
    setName("");
  };
  const selectedOwn = own.find((each) => toOwnValue(each) === selected);
  return (
    <>
      <SelectField
        id="export-preset"
        label={t("exports.preset")}
        value={selected}
        options={[
          { value: "shown", label: t("exports.presetShown") },
          ...builtIn.map((each) => ({ value: each, label: t(`exports.preset_${each}`) })),
          ...own.map((each) => ({ value: toOwnValue(each), label: each.name })),
        ]}
        onChange={select}
      />
      <div class="row export-preset-tools">
        <TextField id="export-preset-name" label={t("exports.presetName")} value={name} onInput={setName} />
        <Button kind="secondary" onPress={save}>
          {t("exports.presetSave")}
        </Button>
        {selectedOwn && (
          <Button
            kind="quiet"
            onPress={() => [change(own.filter((each) => each !== selectedOwn)), setSelected("shown")]}
          >
            {t("exports.presetDelete", { name: selectedOwn.name })}
          </Button>
        )}
      </div>
    </>
  );
}

const toOwnValue = ({ name }: OwnPreset) => `own:${name}`;

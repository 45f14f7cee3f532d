import { useRef, useState } from "preact/hooks";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { type BadgeLayout, type LayoutChoice, layoutNames } from "#shared/model/badge-layout.ts";
import { saveFile } from "../../kit/api/client.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { Notice, TextList } from "../../kit/components/notices.tsx";
import { useTranslation } from "../translations.ts";
import { setSize } from "./layout/layout-edits.ts";
import { exportLayout, importLayout } from "./layout/layout-file.ts";
import { NumberInput } from "./parts/number-input.tsx";
import { useProblemTexts } from "./problem-texts.ts";

interface LayoutToolsProps {
  readonly choice: LayoutChoice;
  readonly layout: BadgeLayout;
  readonly onChoice: (choice: LayoutChoice) => void;
  readonly onLayout: (layout: BadgeLayout, group?: string) => void;
}

/** The predefined layouts, the size of the badge, and the layout as a file. */
export function LayoutTools({ choice, layout, onChoice, onLayout }: LayoutToolsProps) {
  const { t } = useTranslation();
  const { width, height } = layout.size;
  const options = layoutNames.map((value) => ({ value, label: t(`badgeLayout.${value}`) }));
  const isOwn = typeof choice === "object";
  return (
    <section class="stack" aria-labelledby="design-tools">
      <h2 id="design-tools">{t("design.badge")}</h2>
      <div class="design-numbers">
        <SelectField
          id="design-start"
          label={t("design.base")}
          value={isOwn ? "own" : choice}
          options={isOwn ? [{ value: "own", label: t("design.own") }, ...options] : options}
          onChange={(value) => onChoice(layoutNames.find((each) => each === value) ?? choice)}
        />
        <SelectField
          id="design-size"
          label={t("design.size")}
          value={layoutNames.find((name) => matchesSize(badgeLayouts[name], layout)) ?? ""}
          empty={t("design.ownSize")}
          options={options}
          onChange={(value) => {
            const name = layoutNames.find((each) => each === value);
            if (name) onLayout(setSize(layout, badgeLayouts[name].size));
          }}
        />
        {(["width", "height"] as const).map((side) => (
          <NumberInput
            key={side}
            id={`design-${side}`}
            label={t(`design.${side}`)}
            value={side === "width" ? width : height}
            step={0.5}
            min={40}
            max={297}
            onNumber={(value) => onLayout(setSize(layout, { ...layout.size, [side]: value }), `size-${side}`)}
          />
        ))}
      </div>
      <LayoutFile layout={layout} onImport={onLayout} />
    </section>
  );
}

const matchesSize = ({ size: one }: BadgeLayout, { size: other }: BadgeLayout) =>
  one.width === other.width && one.height === other.height;

interface LayoutFileProps {
  readonly layout: BadgeLayout;
  readonly onImport: (layout: BadgeLayout) => void;
}

/** Saves the layout as JSON, and reads such a file. */
function LayoutFile({ layout, onImport }: LayoutFileProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { formatError } = useProblemTexts();
  const [errors, setErrors] = useState<readonly string[]>();
  const read = async (file: File | undefined) => {
    if (!file) return;
    const imported = importLayout(await file.text());
    if ("errors" in imported) return setErrors(imported.errors.map(formatError));
    setErrors(undefined);
    onImport(imported.layout);
    announce(t("design.imported"));
  };
  return (
    <>
      <div class="row">
        <Button kind="secondary" small onPress={() => input.current?.click()}>
          {t("design.import")}
        </Button>
        <input
          ref={input}
          id="design-file"
          hidden
          type="file"
          accept="application/json,.json"
          onChange={({ currentTarget }) => {
            void read(currentTarget.files?.[0]);
            // So that the same file can be chosen again after it was corrected.
            currentTarget.value = "";
          }}
        />
        <Button
          kind="secondary"
          small
          onPress={() => saveFile(new Blob([exportLayout(layout)], { type: "application/json" }), "badge-layout.json")}
        >
          {t("design.export")}
        </Button>
      </div>
      {errors && (
        <Notice tone="danger" urgent>
          <p>{t(errors.length > 0 ? "design.refusedFile" : "design.noJson")}</p>
          <TextList texts={errors} />
        </Notice>
      )}
    </>
  );
}

import { useEffect, useState } from "preact/hooks";
import { Button } from "../../kit/components/button.tsx";
import { useTranslation } from "../translations.ts";
import { BadgeQuestions, useBadgeQuestions } from "./badge-questions.ts";
import { DesignSaving } from "./design-saving.tsx";
import { DesignerCanvas } from "./designer-canvas.tsx";
import { DesignerPreview } from "./designer-preview.tsx";
import { LayoutTargets } from "./layout-targets.tsx";
import { LayoutTools } from "./layout-tools.tsx";
import { PartList } from "./parts/part-list.tsx";
import { ProblemList } from "./problem-list.tsx";
import type { LayoutProblem } from "./problem-texts.ts";
import { useDesigner } from "./use-designer.ts";

type DesignerState = ReturnType<typeof useDesigner>;

/** The layouts of a conference's badges: edited on a canvas or in a list, with a preview of real names. */
export function BadgeDesigner() {
  const questions = useBadgeQuestions();
  return (
    <BadgeQuestions.Provider value={questions}>
      <Designer />
    </BadgeQuestions.Provider>
  );
}

function Designer() {
  const { t } = useTranslation();
  const designer = useDesigner();
  const { design, edit, draft, index, choice, layout, variant, selected, problems } = designer;
  const { changeLayout, setChoice, setSelected } = designer;
  useUndoKeys(designer);
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.badge-design")}</h1>
      <p class="soft">{t("design.lead")}</p>
      <div class="design-head">
        <LayoutTargets {...{ draft, design, index, edit }} onIndex={designer.chooseIndex} />
        <LayoutTools {...{ choice, layout }} onChoice={setChoice} onLayout={changeLayout} />
      </div>
      <div class="design-work">
        <Board {...designer} />
        <PartList
          {...{ layout, variant, selected }}
          problems={groupByPart(problems)}
          onSelect={setSelected}
          onLayout={changeLayout}
          onAdd={designer.add}
          onRemove={(at) => designer.remove(at, "part-")}
        />
      </div>
      <DesignSaving {...designer} />
    </div>
  );
}

/** The canvas with its buttons, and what is wrong with the layout. */
function Board({
  layout,
  variant,
  selected,
  problems,
  drawings,
  withPhoto,
  setWithPhoto,
  isValid,
  ...actions
}: DesignerState) {
  const { changeLayout, setSelected, remove, undo, redo, canUndo, canRedo } = actions;
  const { t } = useTranslation();
  const [isFitted, setFitted] = useState(true);
  return (
    <section class="stack" aria-labelledby="design-board">
      <h2 id="design-board">{t("design.canvas")}</h2>
      <p class="soft small">{t("design.canvasHint")}</p>
      <div class="row">
        <Button kind="secondary" small disabled={!canUndo} onPress={undo}>
          {t("design.undo")}
        </Button>
        <Button kind="secondary" small disabled={!canRedo} onPress={redo}>
          {t("design.redo")}
        </Button>
        <Button kind="secondary" small onPress={() => setFitted(!isFitted)}>
          {t(isFitted ? "design.enlarge" : "design.fit")}
        </Button>
      </div>
      <div class="design-board">
        <DesignerCanvas
          {...{ layout, variant, selected, isFitted }}
          drawing={drawings.items[0]?.url}
          faulty={new Set(groupByPart(problems).keys())}
          onSelect={setSelected}
          onLayout={changeLayout}
          onRemove={(at) => remove(at, "design-part-")}
        />
        <DesignerPreview {...{ drawings, isValid }} withPhoto={withPhoto} onPhoto={setWithPhoto} />
      </div>
      <ProblemList {...{ layout, problems }} onSelect={setSelected} />
    </section>
  );
}

function groupByPart(problems: readonly LayoutProblem[]): Map<number, readonly string[]> {
  const byPart = new Map<number, string[]>();
  for (const { part, text } of problems) if (part !== undefined) byPart.set(part, [...(byPart.get(part) ?? []), text]);
  return byPart;
}

/** Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y, also in a field: its text follows the design. */
function useUndoKeys({ undo, redo }: Pick<DesignerState, "undo" | "redo">) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
}

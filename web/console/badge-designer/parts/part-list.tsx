import { Button } from "../../../kit/components/button.tsx";
import { useTranslation } from "../../translations.ts";
import { usePartNames } from "../badge-questions.ts";
import { partKinds, reorderPart } from "../layout/layout-edits.ts";
import { describePart } from "../layout/part-names.ts";
import type { PartEditing } from "./part-editing.ts";
import { PartFields } from "./part-fields.tsx";

interface PartListProps extends Omit<PartEditing, "part" | "index"> {
  readonly selected: number | undefined;
  /** What is wrong with each part. */
  readonly problems: ReadonlyMap<number, readonly string[]>;
  readonly onSelect: (index: number | undefined) => void;
  readonly onAdd: (kind: (typeof partKinds)[number]) => void;
  readonly onRemove: (index: number) => void;
}

/** The most parts of a layout. */
const maxParts = 40;

/** The parts from the lowest to the uppermost, with all properties of the selected one. */
export function PartList({ selected, problems, onSelect, onAdd, onRemove, ...editing }: PartListProps) {
  const { layout, onLayout } = editing;
  const { t } = useTranslation();
  const names = usePartNames();
  return (
    <section class="stack" aria-labelledby="design-parts">
      <h2 id="design-parts">{t("design.parts")}</h2>
      <ol class="plain-list design-list">
        {layout.parts.map((part, index) => {
          const name = describePart(part, index, names);
          const isOpen = selected === index;
          return (
            <li key={index} class={isOpen ? "open" : undefined}>
              <h3>
                <button
                  id={`part-${index}`}
                  type="button"
                  class="design-name"
                  aria-expanded={isOpen}
                  onClick={() => onSelect(isOpen ? undefined : index)}
                >
                  {name}
                </button>
              </h3>
              {(problems.get(index) ?? []).map((text) => (
                <p key={text} class="fault">
                  {text}
                </p>
              ))}
              {isOpen && (
                <div class="stack">
                  <PartFields {...editing} {...{ part, index }} />
                  <div class="row">
                    <OrderButton by={-1} {...{ name, index, layout, onLayout, onSelect }} />
                    <OrderButton by={1} {...{ name, index, layout, onLayout, onSelect }} />
                    <Button kind="danger" small onPress={() => onRemove(index)}>
                      {t("setup.remove", { name: `${index + 1}. ${t(`design.kind.${part.kind}`)}` })}
                    </Button>
                  </div>
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {layout.parts.length < maxParts && (
        <div class="row">
          {partKinds.map((kind) => (
            <Button key={kind} kind="secondary" small onPress={() => onAdd(kind)}>
              {t(`design.add.${kind}`)}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

interface OrderButtonProps extends Pick<PartListProps, "layout" | "onLayout" | "onSelect"> {
  readonly name: string;
  readonly index: number;
  readonly by: 1 | -1;
}

/** Moves a part below or above its neighbour. */
function OrderButton({ name, index, by, layout, onLayout, onSelect }: OrderButtonProps) {
  const { t } = useTranslation();
  const other = index + by;
  return (
    <Button
      kind="secondary"
      small
      disabled={layout.parts[other] === undefined}
      label={t(by < 0 ? "design.lowerOf" : "design.higherOf", { name })}
      onPress={() => [onLayout(reorderPart(layout, index, by)), onSelect(other)]}
    >
      {t(by < 0 ? "design.lower" : "design.higher")}
    </Button>
  );
}

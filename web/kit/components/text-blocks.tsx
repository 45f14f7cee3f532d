import type { ComponentChildren } from "preact";
import type { StyledText, TextBlocks } from "#shared/pages/contract.ts";

type TextBlock = TextBlocks[number];

/** Lines of a text in one style. */
const Lines = ({ text }: { readonly text: string }) => (
  <>
    {text.split("\n").map((line, index) => (
      <>
        {index > 0 && <br />}
        {line}
      </>
    ))}
  </>
);

function Span({ span: { text, isStrong, isEmphasized, href } }: { readonly span: StyledText }) {
  let content: ComponentChildren = <Lines text={text} />;
  if (isEmphasized) content = <em>{content}</em>;
  if (isStrong) content = <strong>{content}</strong>;
  return href === undefined ? (
    content
  ) : (
    <a href={href} rel="noopener noreferrer">
      {content}
    </a>
  );
}

const Spans = ({ spans }: { readonly spans: readonly StyledText[] }) => (
  <>
    {spans.map((span, index) => (
      <Span key={index} span={span} />
    ))}
  </>
);

/** The items from one on, and those of deeper lists in their items. */
function List({ items }: { readonly items: readonly TextBlock[] }) {
  const [{ level = 1, isOrdered } = { isOrdered: false }] = items;
  const groups: TextBlock[][] = [];
  for (const item of items) {
    if ((item.level ?? 1) <= level || groups.length === 0) groups.push([item]);
    else groups.at(-1)?.push(item);
  }
  const entries = groups.map(([first, ...deeper], index) => (
    <li key={index}>
      <Spans spans={first?.spans ?? []} />
      {deeper.length > 0 && <List items={deeper} />}
    </li>
  ));
  return isOrdered ? <ol>{entries}</ol> : <ul>{entries}</ul>;
}

function TextTable({ rows }: { readonly rows: readonly TextBlock[] }) {
  const [head, ...body] = rows;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table must scroll by keyboard.
    <div class="table-scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head?.cells?.map((cell, index) => (
              <th key={index} scope="col">
                <Spans spans={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map(({ cells = [] }, index) => (
            <tr key={index}>
              {cells.map((cell, column) => (
                <td key={column}>
                  <Spans spans={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A list and a table are several blocks. A table begins at each row of headings, which has the level 0. */
function groupBlocks(blocks: TextBlocks): TextBlock[][] {
  const groups: TextBlock[][] = [];
  for (const block of blocks) {
    const previous = groups.at(-1)?.at(-1);
    const isNext =
      previous?.type === block.type && (block.type === "item" || (block.type === "row" && block.level !== 0));
    if (isNext) groups.at(-1)?.push(block);
    else groups.push([block]);
  }
  return groups;
}

function BlockGroup({ blocks }: { readonly blocks: readonly TextBlock[] }) {
  const [block] = blocks;
  if (!block) return null;
  const { type, level = 2, spans } = block;
  if (type === "item") return <List items={blocks} />;
  if (type === "row") return <TextTable rows={blocks} />;
  if (type === "rule") return <hr />;
  const text = <Spans spans={spans} />;
  if (type === "quote") return <blockquote>{text}</blockquote>;
  if (type === "paragraph") return <p>{text}</p>;
  // The page has the first level, and the section of the text the second one.
  return level === 2 ? <h3>{text}</h3> : <h4>{text}</h4>;
}

/** A text that was Markdown: elements of a fixed set, with texts in them. */
export const TextBlocksView = ({ blocks }: { readonly blocks: TextBlocks }) => (
  <div class="stack prose" dir="auto">
    {groupBlocks(blocks).map((group, index) => (
      <BlockGroup key={index} blocks={group} />
    ))}
  </div>
);

import { number, type PdfWriter, type Ref, ref, textOf } from "./writer.ts";

/** A line of the table that readers show beside the pages, and what stands below it. */
export interface Bookmark {
  readonly title: string;
  readonly page: Ref;
  /** Where on its page, in points from the bottom. */
  readonly top: number;
  readonly within: readonly Bookmark[];
}

interface Row {
  readonly object: Ref;
  readonly bookmark: Bookmark;
}

/** Writes the table of bookmarks, its second level folded up (ISO 32000-1, 12.3.3). @returns its root */
export function putOutline(writer: PdfWriter, bookmarks: readonly Bookmark[]): Ref {
  const root = writer.reserve();
  const rows = putRows(writer, bookmarks, root);
  return writer.put(`<< /Type /Outlines ${endsOf(rows)} /Count ${rows.length} >>`, root);
}

function putRows(writer: PdfWriter, bookmarks: readonly Bookmark[], parent: Ref): Row[] {
  const rows = bookmarks.map((bookmark) => ({ object: writer.reserve(), bookmark }));
  for (const [index, { object, bookmark }] of rows.entries()) {
    const { title, page, top, within } = bookmark;
    const below = putRows(writer, within, object);
    const folded = below.length > 0 ? ` ${endsOf(below)} /Count ${-below.length}` : "";
    const beside = [...link("Prev", rows[index - 1]), ...link("Next", rows[index + 1])].join("");
    writer.put(
      `<< /Title ${textOf(title)} /Parent ${ref(parent)}${beside}${folded} ` +
        `/Dest [${ref(page)} /XYZ null ${number(top)} null] >>`,
      object,
    );
  }
  return rows;
}

const link = (name: string, row: Row | undefined) => (row ? [` /${name} ${ref(row.object)}`] : []);

const endsOf = (rows: readonly Row[]) => [...link("First", rows[0]), ...link("Last", rows.at(-1))].join("").trim();

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** What HarfBuzz's subsetter exports, as far as it is used: pointers are numbers. */
interface Subsetter {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(size: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_glyph_set(input: number): number;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_or_fail(face: number, input: number): number;
}

/** hb-subset.h: no hinting; glyphs keep their numbers; no closure over the layout tables, which aren't kept. */
const flags = 0x1 | 0x2 | 0x200;
/** HB_SUBSET_SETS_DROP_TABLE_TAG */
const droppedTables = 3;
/** The shaping is done: what a reader needs are the outlines. */
const unneeded = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "name", "OS/2", "post", "cmap", "kern", "DSIG", "meta"];

/** What every runtime of JavaScript has, and Node's types don't. */
interface Runtime {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}
const { Module, Instance } = (globalThis as unknown as { WebAssembly: Runtime }).WebAssembly;

const wasmFile = "harfbuzz-subset.wasm";
let loaded: Subsetter | undefined;

/** Beside the bundle where there is one, else in its package. */
function subsetter(): Subsetter {
  if (loaded) return loaded;
  const beside = fileURLToPath(new URL(wasmFile, import.meta.url));
  const file = existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`harfbuzzjs/dist/${wasmFile}`);
  const exports = new Instance(new Module(readFileSync(file))).exports as Subsetter;
  exports._initialize();
  loaded = exports;
  return exports;
}

const tagOf = (name: string) => [...name.padEnd(4)].reduce((tag, each) => tag * 256 + each.charCodeAt(0), 0);

/** The font with the outlines of these glyphs alone, under their own numbers. */
export function subsetFont(font: Uint8Array, glyphs: Iterable<number>): Uint8Array {
  const hb = subsetter();
  const data = hb.malloc(font.length);
  new Uint8Array(hb.memory.buffer).set(font, data);
  const blob = hb.hb_blob_create(data, font.length, 2, 0, 0);
  const face = hb.hb_face_create(blob, 0);
  const input = hb.hb_subset_input_create_or_fail();
  try {
    hb.hb_subset_input_set_flags(input, flags);
    const wanted = hb.hb_subset_input_glyph_set(input);
    for (const glyph of glyphs) hb.hb_set_add(wanted, glyph);
    const dropped = hb.hb_subset_input_set(input, droppedTables);
    for (const table of unneeded) hb.hb_set_add(dropped, tagOf(table));
    return bytesOf(hb, hb.hb_subset_or_fail(face, input));
  } finally {
    hb.hb_subset_input_destroy(input);
    hb.hb_face_destroy(face);
    hb.hb_blob_destroy(blob);
    hb.free(data);
  }
}

function bytesOf(hb: Subsetter, face: number): Uint8Array {
  if (face === 0) throw new Error("a font that can't be subset");
  const blob = hb.hb_face_reference_blob(face);
  const start = hb.hb_blob_get_data(blob, 0);
  const bytes = new Uint8Array(hb.memory.buffer, start, hb.hb_blob_get_length(blob)).slice();
  hb.hb_blob_destroy(blob);
  hb.hb_face_destroy(face);
  return bytes;
}

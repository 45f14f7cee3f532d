import { parseColourChannels } from "#shared/branding/colours.rules.ts";
import type { Rect } from "#shared/printing/page-geometry.ts";

/** A closed outline in pixels, as points of a polygon: x, y, x, y. */
export type Outline = readonly number[];

/** Pixels with four bytes each: red, green, blue, and one that is not read. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A picture in memory, white at first. What is drawn covers what was there; edges are smooth. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row. */
  readonly data: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height * 3).fill(255);
  }

  /**
   * Fills the outlines. Each edge adds the signed area to its right to the pixels that it crosses, so that the sum
   * along a row is the share of each pixel that is covered (R. Levien, "font-rs"). Outlines must run as those of fonts
   * do: holes the other way round.
   */
  fill(outlines: readonly Outline[], colour: string): void {
    const area = this.#findArea(outlines);
    if (!area) return;
    const { left, top, width, height } = area;
    const stride = width + borderCells;
    const cover = new Float32Array(stride * height);
    for (const outline of outlines)
      for (let at = 0; at < outline.length; at += 2) {
        const next = (at + 2) % outline.length;
        const [x0 = 0, y0 = 0] = [outline[at], outline[at + 1]];
        const [x1 = 0, y1 = 0] = [outline[next], outline[next + 1]];
        addEdge({ cover, width, height }, x0 - left, y0 - top, x1 - left, y1 - top);
      }
    const channels = parseColourChannels(colour);
    for (let row = 0; row < height; row += 1) {
      let sum = 0;
      for (let column = 0; column < width; column += 1) {
        sum += cover[row * stride + column] ?? 0;
        this.#blend(left + column, top + row, channels, Math.min(1, Math.abs(sum)));
      }
    }
  }

  /** Fills an area. */
  fillRect({ left, top, width, height }: Rect, colour: string): void {
    const [right, bottom] = [left + width, top + height];
    this.fill([[left, top, right, top, right, bottom, left, bottom]], colour);
  }

  /** Draws a picture into a box, each pixel as the mean of those that it stands for. */
  drawPicture(picture: Pixels, box: Rect): void {
    const [left, top] = [Math.round(box.left), Math.round(box.top)];
    const [columns, rows] = [Math.round(box.width), Math.round(box.height)];
    for (let row = 0; row < rows; row += 1) {
      const ys = toSpan(row, rows, picture.height);
      for (let column = 0; column < columns; column += 1)
        this.#blend(left + column, top + row, computeMean(picture, toSpan(column, columns, picture.width), ys), 1);
    }
  }

  /** The pixels that the outlines can touch, within the picture; `undefined` if there are none. */
  #findArea(outlines: readonly Outline[]): Rect | undefined {
    const [xs, ys] = [0, 1].map((axis) => outlines.flatMap((each) => each.filter((_, at) => at % 2 === axis)));
    const toRange = (values: readonly number[] = [], limit: number) =>
      [Math.max(0, Math.floor(Math.min(...values))), Math.min(limit, Math.ceil(Math.max(...values)) + 1)] as const;
    const [left, right] = toRange(xs, this.width);
    const [top, bottom] = toRange(ys, this.height);
    return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : undefined;
  }

  #blend(x: number, y: number, channels: readonly [number, number, number], share: number): void {
    if (share === 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = (y * this.width + x) * 3;
    for (const channel of channelIndexes) {
      const before = this.data[at + channel] ?? 0;
      this.data[at + channel] = Math.round(before + (channels[channel] - before) * share);
    }
  }
}

const channelIndexes = [0, 1, 2] as const;

/** The pixels of a source of `size` that stand for one of `count` pixels; at least one. */
function toSpan(index: number, count: number, size: number): Span {
  const from = Math.min(size - 1, Math.floor((index * size) / count));
  return [from, Math.max(from + 1, Math.floor(((index + 1) * size) / count))];
}

type Span = readonly [from: number, to: number];

/** The mean colour of an area of a picture. */
function computeMean({ data, width }: Pixels, [fromX, toX]: Span, [fromY, toY]: Span): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let y = fromY; y < toY; y += 1)
    for (let x = fromX; x < toX; x += 1)
      for (const channel of channelIndexes) sums[channel] += data[(y * width + x) * 4 + channel] ?? 0;
  const count = (toX - fromX) * (toY - fromY);
  return [sums[0] / count, sums[1] / count, sums[2] / count];
}

/** The cells at the end of each row for edges at the right border of an area. */
const borderCells = 2;

interface CoverGrid {
  /** Row by row: what each pixel is covered more than the one left of it. */
  readonly cover: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Adds an edge row by row; what is left or right of the area counts as at its border. */
function addEdge(grid: CoverGrid, x0: number, y0: number, x1: number, y1: number): void {
  if (y0 === y1) return;
  const { width, height } = grid;
  const direction = y0 < y1 ? 1 : -1;
  const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  const slope = (bottomX - topX) / (bottomY - topY);
  const clamp = (x: number) => Math.min(width, Math.max(0, x));
  for (let row = Math.max(0, Math.floor(topY)); row < Math.min(height, Math.ceil(bottomY)); row += 1) {
    const [from, to] = [Math.max(row, topY), Math.min(row + 1, bottomY)];
    const [xa, xb] = [clamp(topX + (from - topY) * slope), clamp(topX + (to - topY) * slope)];
    addRowEdge(grid, row, [Math.min(xa, xb), Math.max(xa, xb)], (to - from) * direction);
  }
}

/** Adds an edge within one row. @param delta its height, with its direction */
function addRowEdge(
  { cover, width }: CoverGrid,
  row: number,
  [left, right]: readonly [number, number],
  delta: number,
): void {
  const start = row * (width + borderCells);
  const [first, last] = [Math.floor(left), Math.floor(right)];
  let added = 0;
  for (let column = first; column <= last; column += 1) {
    const reached = delta * computeCoverRight(left, right, column);
    cover[start + column] = (cover[start + column] ?? 0) + reached - added;
    added = reached;
  }
  cover[start + last + 1] = (cover[start + last + 1] ?? 0) + delta - added;
}

/** The share of a pixel to the right of an edge that runs evenly from `left` to `right`. */
function computeCoverRight(left: number, right: number, column: number): number {
  if (right - left < 1e-9) return column + 1 - left;
  const integrate = (x: number) => {
    const within = Math.min(right, Math.max(left, x)) - left;
    return (within * within) / (2 * (right - left)) + Math.max(0, x - right);
  };
  return integrate(column + 1) - integrate(column);
}

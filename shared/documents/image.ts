import { inflateSync } from "node:zlib";
import { createJimp } from "@jimp/core";
import jpeg from "@jimp/js-jpeg";
import png from "@jimp/js-png";
import { methods as crop } from "@jimp/plugin-crop";
import { methods as resize } from "@jimp/plugin-resize";
import { holdsArchive, holdsMarkup } from "./other-kinds.ts";
import { FileRefused } from "./refused.ts";

const Jimp = createJimp({ formats: [jpeg, png], plugins: [crop, resize] });
type Picture = InstanceType<typeof Jimp>;

/** Beyond this, in pixels, an image isn't even decoded: 40 megapixels are 160 MB. */
const mostPixels = 40_000_000;

/** A badge prints a photo 30 mm high at 300 dpi; smaller ones show nobody. Width and height, in pixels. */
const smallestPhoto = { width: 240, height: 320 };
const photoSize = { width: 600, height: 800 };

/** A page must stay readable, in pixels of its longer side. */
const pageSize = 2_400;

const decoding = { "image/jpeg": { maxMemoryUsageInMB: 1_200, maxResolutionInMP: mostPixels / 1_000_000 } };

/**
 * The same picture as a new JPEG: turned as it was taken, on white, with nothing of the old file but its pixels.
 * A photo is cut to the badge's three by four, around its middle and nearer to its top, where faces are.
 * @throws FileRefused
 */
export async function remakeImage(
  type: "image/jpeg" | "image/png",
  bytes: Uint8Array,
  isPhoto: boolean,
): Promise<Uint8Array> {
  if (holdsMarkup(bytes) || holdsArchive(bytes)) throw new FileRefused("file-is-two-in-one");
  const { width, height } = type === "image/png" ? pngSize(bytes) : jpegSize(bytes);
  if (width * height > mostPixels) throw new FileRefused("image-too-large");
  const shorter = isPhoto ? smallestPhoto.width : 1;
  if (Math.min(width, height) < shorter) throw new FileRefused("image-too-small");
  if (type === "image/png") mustUnpackToItsSize(bytes);
  const picture = await decode(bytes);
  const shown = isPhoto ? asPhoto(picture) : asPage(picture);
  // A bitmap of its own: the decoder leaves the old file's EXIF on its.
  const { data, width: w, height: h } = shown.bitmap;
  return new Uint8Array(
    await new Jimp({ data: onWhite(data), width: w, height: h }).getBuffer("image/jpeg", { quality: 85 }),
  );
}

async function decode(bytes: Uint8Array): Promise<Picture> {
  try {
    return (await Jimp.fromBuffer(Buffer.from(bytes), decoding)) as Picture;
  } catch {
    throw new FileRefused("file-broken");
  }
}

function asPhoto(picture: Picture): Picture {
  const { width, height } = picture.bitmap;
  const w = Math.min(width, Math.floor((height * photoSize.width) / photoSize.height));
  const h = Math.min(height, Math.floor((width * photoSize.height) / photoSize.width));
  if (w < smallestPhoto.width || h < smallestPhoto.height) throw new FileRefused("image-too-small");
  picture.crop({ x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 3), w, h });
  if (h > photoSize.height) picture.resize({ w: photoSize.width, h: photoSize.height });
  return picture;
}

function asPage(picture: Picture): Picture {
  const { width, height } = picture.bitmap;
  const scale = pageSize / Math.max(width, height);
  if (scale < 1) picture.resize({ w: Math.round(width * scale), h: Math.round(height * scale) });
  return picture;
}

/** JPEG knows no transparency, and would show it black. */
function onWhite(data: Buffer): Buffer {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 255;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel += 1) {
      data[channel] = Math.round(((data[channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255);
    }
    data[at + 3] = 255;
  }
  return data;
}

function pngSize(bytes: Uint8Array) {
  const view = Buffer.from(bytes);
  if (bytes.length < 33 || view.toString("latin1", 12, 16) !== "IHDR") throw new FileRefused("file-broken");
  return { width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
}

/** The size stands in the first frame header; what comes before it says how long it is. */
function jpegSize(bytes: Uint8Array) {
  const view = Buffer.from(bytes);
  for (let at = 2; at + 9 < view.length; ) {
    if (view[at] !== 0xff) break;
    const marker = view[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.readUInt16BE(at + 2);
  }
  throw new FileRefused("file-broken");
}

/** A small file may unpack to gigabytes: it is unpacked here as far as its own size allows, and not a byte further. */
function mustUnpackToItsSize(bytes: Uint8Array): void {
  const view = Buffer.from(bytes);
  const { width, height } = pngSize(bytes);
  const packed: Buffer[] = [];
  for (let at = 8; at + 12 <= view.length; ) {
    const length = view.readUInt32BE(at);
    if (view.toString("latin1", at + 4, at + 8) === "IDAT") packed.push(view.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  // At most 16 bits in four channels, a byte for each row, and the seven passes of an interlaced image.
  const maxOutputLength = width * height * 8 + height * 14 + 1_024;
  try {
    inflateSync(Buffer.concat(packed), { maxOutputLength });
  } catch (error) {
    const bomb = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new FileRefused(bomb ? "file-expands-too-much" : "file-broken");
  }
}

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import address from "zxing-wasm/reader/zxing_reader.wasm?url";

/*
 * Reads QR codes in a worker. WebAssembly needs a weaker content security policy than a page should have, so only this
 * file has it, and it receives only images (docs/decisions/0039-keep-the-entry-desk-working-offline.md).
 */
prepareZXingModule({ overrides: { locateFile: () => address } });

addEventListener("message", async ({ data }: MessageEvent<ImageData>) => {
  try {
    const [code] = await readBarcodes(data, { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true });
    postMessage({ text: code?.isValid ? code.text : undefined });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
});

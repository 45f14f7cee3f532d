import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import address from "zxing-wasm/reader/zxing_reader.wasm?url";

/*
 * Reads QR codes in a thread of its own. WebAssembly asks for a looser content security policy than a page should have,
 * so it is this file that has it, and it sees nothing but pictures (docs/decisions/0087-entry-desk.md).
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

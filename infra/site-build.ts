import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Stack } from "aws-cdk-lib/core";

const root = path.resolve(import.meta.dirname, "..");

/** The folders of the built site, by how their files may be kept. */
export interface BuiltSite {
  /** Named by their content, so kept for ever. */
  readonly assets: string;
  /** The pages, by their address: no ending, so that `/console` is an object of the bucket. */
  readonly pages: string;
  /** Whatever else has a fixed name, such as the icon. */
  readonly files: string;
}

/**
 * The pages, built by Vite in a second or two; assets are named by their content, so what is unchanged is not
 * deployed again. Where the stack's bundling is switched off, the sources stand in.
 */
export function buildSite(stack: Stack): BuiltSite {
  const sources = path.join(root, "web");
  if (!stack.bundlingRequired) return { assets: sources, pages: sources, files: sources };
  const folder = mkdtempSync(path.join(tmpdir(), "palais-site-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const out = path.join(folder, "out");
  const { status, stderr } = spawnSync(process.execPath, [path.join(sources, "build.ts"), out], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) throw new Error(`The pages can't be built:\n${stderr}`);
  return sortSite(out, folder);
}

/** Copies a built site into folders by how its files may be kept. @param folder is made, or has none of them yet */
export function sortSite(out: string, folder: string): BuiltSite {
  const built = {
    assets: path.join(folder, "assets"),
    pages: path.join(folder, "pages"),
    files: path.join(folder, "files"),
  };
  for (const each of Object.values(built)) mkdirSync(each, { recursive: true });
  cpSync(path.join(out, "assets"), path.join(built.assets, "assets"), { recursive: true });
  for (const name of readdirSync(out).filter((each) => each !== "assets")) {
    const isPage = name.endsWith(".html");
    const key = isPage && name !== "index.html" ? name.slice(0, -".html".length) : name;
    cpSync(path.join(out, name), path.join(isPage ? built.pages : built.files, key), { recursive: true });
  }
  if (!existsSync(path.join(built.pages, "index.html"))) throw new Error("The built site has no first page.");
  return built;
}

/** Non-code imports that Vite resolves. */
declare module "*.css";
declare module "*.wasm?url" {
  const address: string;
  export default address;
}

/** The messages of a page, per language (page-messages-plugin.ts). */
declare module "virtual:messages/*" {
  type Language = import("#shared/model/conference.ts").Language;
  const loaders: Readonly<Record<Language, () => Promise<{ readonly messages: object }>>>;
  export default loaders;
}

/** What Vite makes of an import that isn't code. */
declare module "*.css";
declare module "*.wasm?url" {
  const address: string;
  export default address;
}

/** A page's messages in each language (page-messages-plugin.ts). */
declare module "virtual:messages/*" {
  type Language = import("#shared/domain/conference.ts").Language;
  const loaders: Readonly<Record<Language, () => Promise<{ readonly messages: object }>>>;
  export default loaders;
}

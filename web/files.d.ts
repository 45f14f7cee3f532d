/** What Vite makes of an import that isn't code. */
declare module "*.css";
declare module "*.wasm?url" {
  const address: string;
  export default address;
}

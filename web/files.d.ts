/** What Vite makes of an import that isn't code. */
declare module "*.css";

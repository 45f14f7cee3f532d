import { render } from "preact";
import "../kit/kit.css";
import { Delegate } from "./delegate.tsx";

const app = document.getElementById("app");
if (app) render(<Delegate />, app);

import { render } from "preact";
import "../kit/kit.css";
import "./console.css";
import { Console } from "./console.tsx";

const app = document.getElementById("app");
if (app) render(<Console />, app);

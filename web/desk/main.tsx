import { render } from "preact";
import "../kit/kit.css";
import "./desk.css";
import { Desk } from "./desk.tsx";

const app = document.getElementById("app");
if (app) render(<Desk />, app);

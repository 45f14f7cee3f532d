import { render } from "preact";
import "../kit/kit.css";
import "./delegation.css";
import { FocalPoint } from "./focal-point.tsx";

const app = document.getElementById("app");
if (app) render(<FocalPoint />, app);

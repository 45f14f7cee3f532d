import { render } from "preact";
import "../kit/kit.css";

const app = document.getElementById("app");
if (app) render(<p>x</p>, app);

import { render } from "preact";
import "../kit/kit.css";
import { VisaLetter } from "./visa-letter.tsx";

const app = document.getElementById("app");
if (app) render(<VisaLetter />, app);

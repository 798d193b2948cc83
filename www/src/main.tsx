import { render } from "preact";
import { App } from "./app.js";
import { findServer } from "./mode.js";
import { watch } from "./users/pages.js";
import "./styles/colors.css";
import "./styles/base.css";
import "./styles/head.css";
import "./styles/list.css";
import "./styles/list-columns.css";
import "./styles/user.css";
import "./styles/field.css";
import "./styles/editor.css";
import "./styles/apply.css";
import "./styles/phone.css";

await findServer();
watch();
render(<App />, document.getElementById("app") as HTMLElement);

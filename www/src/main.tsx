import { render } from "preact";
import { App } from "./app.js";
import { findServer } from "./mode.js";
import { watch } from "./users/pages.js";
import "./styles/base.css";
import "./styles/list.css";
import "./styles/user.css";
import "./styles/editor.css";

await findServer();
watch();
render(<App />, document.getElementById("app") as HTMLElement);

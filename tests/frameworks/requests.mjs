// Calls of a route as a browser makes them, where a framework asks for that. Each is the `call` of a route.

/** As a page of the app sends it: it says where it comes from. */
export const fromPage =
  (path) =>
  ({ url, headers, signal }) =>
    fetch(url + path, { method: "POST", headers: { ...headers, origin: url }, signal, redirect: "manual" });

/** The form of a page, sent without a change and without JavaScript. */
export const submitForm =
  (path) =>
  async ({ url, headers, signal }) => {
    const page = await fetch(url + path, { headers, signal });
    const [form] = /<form .*?<\/form>/s.exec(await page.text()) ?? [];
    if (form === undefined) throw new Error(`${path} shows no form: ${page.status}`);
    const body = new FormData();
    for (const [input] of form.matchAll(/<input [^>]*>/g))
      body.append(attribute(input, "name"), attribute(input, "value"));
    return fetch(url + path, {
      method: "POST",
      headers: { ...headers, origin: url },
      body,
      signal,
      redirect: "manual",
    });
  };

const ENTITIES = { "&quot;": '"', "&#x27;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const attribute = (tag, name) =>
  (new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "").replace(
    /&(?:quot|#x27|lt|gt|amp);/g,
    (entity) => ENTITIES[entity],
  );

// Requests that a browser would send, for frameworks that require them. Each function creates the `request` of a route.

/** A request from a page of the app, with its `origin`. */
export const fromPage =
  (path) =>
  ({ url, headers, signal }) =>
    fetch(url + path, { method: "POST", headers: { ...headers, origin: url }, signal, redirect: "manual" });

/** Submits the form of a page unchanged, as a browser without JavaScript does. */
export const submitForm =
  (path) =>
  async ({ url, headers, signal }) => {
    const page = await fetch(url + path, { headers, signal });
    const [form] = /<form .*?<\/form>/s.exec(await page.text()) ?? [];
    if (form === undefined) throw new Error(`${path} contains no form: ${page.status}`);
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

// Typedoc searches only when a key is pressed. This also searches for what was typed before the index was loaded.
const field = document.getElementById("tsd-search-input");
const status = document.getElementById("tsd-search-status"); // becomes empty when the index is loaded
const observer = new MutationObserver(() => {
  if (status.textContent !== "") return;
  observer.disconnect();
  field.dispatchEvent(new Event("input"));
});
observer.observe(status, { childList: true, characterData: true, subtree: true });

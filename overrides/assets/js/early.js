// Before anything is painted: there is JavaScript, and the reader may have chosen light or dark.
// The four helpers are those that Material's bundle expects; they stand here so that no page has a script of its own.
document.documentElement.classList.replace("no-js", "js");
var __md_scope = new URL("../../", document.currentScript.src);
var __md_hash = (text) => [...text].reduce((sum, sign) => (sum << 5) - sum + sign.charCodeAt(0), 0);
var __md_get = (key, store = localStorage, scope = __md_scope) => JSON.parse(store.getItem(scope.pathname + "." + key));
var __md_set = (key, value, store = localStorage, scope = __md_scope) => {
  try {
    store.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch {
    // No room, or no right to keep anything: the choice lasts as long as the page.
  }
};
try {
  const scheme = localStorage.getItem("troisclics.scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage is refused: the device decides.
}

// Material asks for the search index with each page, 80 kB compressed that few readers need: it waits for the search.
{
  const { open, send } = XMLHttpRequest.prototype;
  const index = new URL("search/search_index.json", __md_scope).href;
  const turned = new Promise((go) => {
    addEventListener("focusin", (event) => event.target.closest(".md-search, .ask") && go());
  });
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.waits = new URL(address, location).href === index;
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (this.waits) turned.then(() => send.call(this, body));
    else send.call(this, body);
  };
}

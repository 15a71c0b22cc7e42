// Choosing a department: the field of the portal, and the switcher of each header (same page, other department).
// Without this script both are plain links to the portal's list. The choice stays on the device.
{
  const MAX_FOUND = 8;
  const KEY = "troisclics.department";
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

  const link = document.querySelector(".switch");
  const here = link?.dataset.slug ?? "";
  const home = new URL(link?.dataset.home ?? ".", location.href);
  const portal = here ? new URL("../", home) : home;
  const path = document.querySelector(".identity")?.dataset.page ?? "";

  function remember(slug) {
    try {
      localStorage.setItem(KEY, slug);
    } catch {
      // Storage is refused: nothing is remembered.
    }
  }

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  // Sites read from a disk: nothing can be fetched, and folders do not show their page (render/offline.py).
  const offline = location.protocol === "file:";
  const index = offline ? "index.html" : "";

  function script(url) {
    return new Promise((done, failed) => {
      const made = document.createElement("script");
      made.src = url;
      made.addEventListener("load", done);
      made.addEventListener("error", failed);
      document.head.append(made);
    });
  }

  let list;
  function departments() {
    list ??= offline
      ? script(new URL("api/departments.js", home)).then(() => window.__departments)
      : fetch(new URL("api/departments.json", home)).then((answer) => answer.json());
    return list;
  }

  // Those whose number, or a word of whose name, begins with what was typed; the number first.
  function find(all, typed) {
    const asked = fold(typed);
    if (!asked) return [];
    const rank = ({ code, name }) => {
      if (code.toLowerCase() === asked) return 0;
      if (code.toLowerCase().startsWith(asked)) return 1;
      const words = fold(name);
      if (words.startsWith(asked)) return 2;
      return ` ${words}`.includes(` ${asked}`) ? 3 : 4;
    };
    const ranked = all.map((one) => [rank(one), one]).filter(([place]) => place < 4);
    return ranked.sort(([one], [other]) => one - other).map(([, one]) => one);
  }

  function entry(one, to) {
    const item = document.createElement("li");
    const way = document.createElement("a");
    way.href = new URL(`${one.slug}/${to}${index}`, portal);
    way.append(`${one.name} `);
    const code = document.createElement("small");
    code.textContent = one.code;
    way.append(code);
    way.addEventListener("click", () => remember(one.slug));
    item.append(way);
    return item;
  }

  // Show in `form` what its field asks for; `all` when the field is empty.
  async function follow(form, to, whenEmpty) {
    const field = form.querySelector("input");
    const hint = form.querySelector("[role=status]");
    const shown = form.querySelector("ul");
    const all = await departments();
    const found = find(all, field.value);
    const listed = field.value.trim() ? found.slice(0, MAX_FOUND) : whenEmpty(all);
    shown.replaceChildren(...listed.map((one) => entry(one, to)));
    if (!field.value.trim()) hint.textContent = form.dataset.hint;
    else if (!found.length) hint.textContent = "Aucun département ne commence ainsi.";
    else hint.textContent = found.length === 1 ? "1 département" : `${found.length} départements`;
  }

  function watch(form, to, whenEmpty) {
    const field = form.querySelector("input");
    form.dataset.hint ??= form.querySelector("[role=status]").textContent;
    const show = () => follow(form, to, whenEmpty);
    field.addEventListener("input", show);
    field.addEventListener("focus", show, { once: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.querySelector("ul a")?.click();
    });
    return show;
  }

  const chooser = document.querySelector("form.find");
  if (chooser) {
    watch(chooser, "", () => []);
    for (const way of document.querySelectorAll(".map a, .region a")) {
      way.addEventListener("click", () => remember(new URL(way.href).pathname.split("/").at(-2)));
    }
    const slug = remembered();
    const known = slug && document.querySelector(`.region a[href^="${CSS.escape(slug)}/"]`);
    if (known) {
      const hint = chooser.querySelector("[role=status]");
      const way = known.cloneNode(true);
      hint.replaceChildren("Votre dernier choix : ", way);
    }
  }

  function dialog() {
    const made = document.createElement("dialog");
    made.className = "switcher md-typeset";
    made.setAttribute("aria-labelledby", "switcher-title");
    made.innerHTML = `<form class="find">
      <h2 id="switcher-title">Changer de département</h2>
      <label for="switcher-field">Nom ou numéro du département</label>
      <input id="switcher-field" class="find__input" type="search" autocomplete="off" autofocus>
      <p class="find__hint" role="status">${path ? "Vous resterez à la même page." : "Vous arriverez à l'accueil."}</p>
      <ul class="find__list"></ul>
    </form>
    <p class="switcher__end"><a href="${new URL(index, portal)}">Portail national</a> <button type="button">Fermer</button></p>`;
    made.querySelector("button").addEventListener("click", () => made.close());
    document.body.append(made);
    return made;
  }

  let opened;
  link?.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (chooser) {
      event.preventDefault();
      chooser.querySelector("input").focus();
      return;
    }
    event.preventDefault();
    try {
      await departments();
    } catch {
      location.assign(link.href); // the list cannot be had: the portal has it
      return;
    }
    if (!opened) {
      opened = dialog();
      watch(opened.querySelector("form"), path, (all) => all.filter(({ slug }) => slug !== here))();
    }
    opened.showModal();
  });
  if (link) link.setAttribute("aria-haspopup", "dialog");
}

// What every page does: menu button, light or dark, print, the search field of the home page.
// All of it helps; nothing is lost without it.
{
  const drawer = document.getElementById("__drawer");
  const menuButton = document.querySelector(".menu-button");
  const sidebar = document.querySelector(".md-sidebar--primary");

  function setDrawer(open) {
    if (drawer.checked !== open) drawer.click();
  }

  function followDrawer() {
    menuButton.setAttribute("aria-expanded", String(drawer.checked));
    menuButton.lastElementChild.textContent = drawer.checked ? "Fermer" : "Menu";
  }

  if (menuButton && sidebar) {
    sidebar.id = "menu";
    menuButton.addEventListener("click", () => {
      setDrawer(!drawer.checked);
      if (drawer.checked) sidebar.querySelector(".md-nav__list a[href]:not(.md-logo)")?.focus({ preventScroll: true });
    });
    drawer.addEventListener("change", followDrawer);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !drawer.checked) return;
      setDrawer(false);
      menuButton.focus();
    });
    sidebar.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (drawer.checked && to && !sidebar.contains(to) && to !== menuButton) setDrawer(false);
    });
  }

  // Material opens parts of its menu with labels: a keyboard and a screen reader need buttons.
  for (const label of document.querySelectorAll(".md-nav--primary label.md-nav__link[for]:not([for=__toc])")) {
    const box = document.getElementById(label.htmlFor);
    const say = () => label.setAttribute("aria-expanded", String(box.checked));
    label.setAttribute("role", "button");
    label.setAttribute("aria-label", `Sous-menu : ${label.parentElement.textContent.trim()}`);
    label.tabIndex = 0;
    label.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      label.click();
    });
    box.addEventListener("change", say);
    say();
  }
  for (const nav of document.querySelectorAll(".md-nav[aria-expanded]")) nav.removeAttribute("aria-expanded");
  for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link--active")) {
    link.setAttribute("aria-current", "page");
  }

  // A wide table scrolls in its frame: a keyboard must be able to move it. Material makes the frames.
  function frameTables() {
    for (const frame of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (frame.scrollWidth <= frame.clientWidth) continue;
      frame.tabIndex = 0;
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", "Tableau à faire défiler");
    }
  }
  addEventListener("load", frameTables);
  addEventListener("resize", frameTables);

  // Light or dark: the device's choice until the reader makes one.
  const schemeButton = document.querySelector(".scheme-button");
  const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark"
    || (!document.documentElement.dataset.scheme && matchMedia("(prefers-color-scheme: dark)").matches);
  schemeButton?.setAttribute("aria-pressed", String(isDark()));
  schemeButton?.addEventListener("click", () => {
    const scheme = isDark() ? "light" : "dark";
    document.documentElement.dataset.scheme = scheme;
    schemeButton.setAttribute("aria-pressed", String(scheme === "dark"));
    try {
      localStorage.setItem("troisclics.scheme", scheme);
    } catch {
      // Storage is refused: the choice lasts as long as the page.
    }
  });

  for (const button of document.querySelectorAll(".print-button")) {
    button.addEventListener("click", () => window.print());
  }

  // The field of the home page hands what is typed to the search of the header, which shows the answers.
  const ask = document.querySelector(".ask");
  const field = document.querySelector(".md-search__input");

  function search(event) {
    event.preventDefault();
    const own = ask.querySelector("input");
    const box = document.getElementById("__search");
    if (!box.checked) box.click();
    field.value = own.value;
    own.value = "";
    field.focus();
    field.dispatchEvent(new Event("keyup"));
  }

  // Material's search listens to keys alone: what is pasted by touch, dictated or filled in comes without one.
  field?.addEventListener("input", () => field.dispatchEvent(new Event("keyup")));

  if (ask && field) {
    ask.addEventListener("submit", search);
    ask.querySelector("input").addEventListener("input", search);
  }
}

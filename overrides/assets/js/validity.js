// A site that is no longer built must not look fresh: what has passed its day says so by itself.
// <time data-valid-until="2026-12-31" data-after="offre terminée">: without `data-after`, « à confirmer ».
(() => {
  const now = new Date();
  const pad = (number) => String(number).padStart(2, "0");
  const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  for (const mark of document.querySelectorAll("[data-valid-until]")) {
    if (today > mark.dataset.validUntil) {
      const doubt = document.createElement("strong");
      doubt.className = "fact-doubt";
      doubt.textContent = `, ${mark.dataset.after ?? "à confirmer"}`;
      mark.after(doubt);
    }
  }
})();

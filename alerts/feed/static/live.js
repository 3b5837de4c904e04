// Keeps the list of alerts current. Without this script the page works the same, only not by itself.
"use strict";
(() => {
  const body = document.body;
  const live = document.getElementById("live");
  if (!body.dataset.live || !live || !window.EventSource) return;

  const say = (state, text) => { live.className = "live " + state; live.textContent = text; };
  const refresh = async () => {
    if (!("first" in document.getElementById("alerts").dataset)) {
      document.getElementById("news").hidden = false; // do not move what an analyst reads on a later page
      return;
    }
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const known = new Map([...document.querySelectorAll(".card")].map((c) => [c.id, c.dataset.sequence]));
    const focused = document.activeElement && document.activeElement.closest(".card");
    for (const id of ["alerts", "counts"]) {
      document.getElementById(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
    }
    for (const card of document.querySelectorAll(".card")) {
      if (known.get(card.id) !== card.dataset.sequence) card.classList.add("fresh");
    }
    if (focused) {
      const link = document.querySelector("#" + CSS.escape(focused.id) + " h2 a");
      if (link) link.focus({ preventScroll: true });
    }
    document.getElementById("said").textContent = body.dataset.updated;
  };

  let timer = 0;
  const soon = () => {
    if (!timer) timer = setTimeout(() => { timer = 0; refresh().catch(() => {}); }, 700);
  };
  const source = new EventSource(body.dataset.live);
  source.onopen = () => say("on", body.dataset.liveOn);
  source.onerror = () => say("lost", body.dataset.liveLost);
  for (const type of ["opened", "updated", "resolved", "retracted"]) source.addEventListener(type, soon);
  addEventListener("pagehide", () => source.close());
})();

// A briefing beside its article: claims and evidence, the queue of what to look at, and the keyboard.
"use strict";
(() => {
  const { $, all, t, say, trouble, dead, watch, problem, remember, recall, copy } = desk;
  const article = $("article");
  const bench = $("workbench");
  const id = article?.dataset.id;

  // ---- claims and evidence

  const span = (start) => $(`at-${start}`);
  const startsOf = (claim) => (claim.dataset.starts || "").split(" ").filter(Boolean);
  const spansOf = (claim) => startsOf(claim).map(span).filter(Boolean);

  // Sentences that something rests on become links to it.
  function link() {
    const resting = new Map();
    for (const claim of all(".claim"))
      for (const found of spansOf(claim)) resting.set(found, [...(resting.get(found) ?? []), claim]);
    for (const found of all("#article span[id^='at-']")) {
      const claims = resting.get(found);
      const anchor = found.firstElementChild;
      if (claims && !anchor) {
        const made = document.createElement("a");
        made.append(...found.childNodes);
        found.append(made);
      } else if (!claims && anchor) anchor.replaceWith(...anchor.childNodes);
      if (claims) found.firstElementChild.href = `#${claims[0].id}`;
    }
  }

  function light(target) {
    for (const lit of all(".lit")) lit.classList.remove("lit");
    globalThis.CSS?.highlights?.delete("fault");
    const found = (element) => element?.closest?.(".claim, #article span[id^='at-']");
    const resting = found(target) ?? found(document.activeElement);
    const claim = resting?.closest(".claim");
    const sentence = claim ? null : resting;
    if (claim) {
      const spans = spansOf(claim);
      for (const lit of [claim, ...spans]) lit.classList.add("lit");
      mark(claim);
      if (spans.length) reveal(spans[0]);
    } else if (sentence?.firstElementChild) {
      sentence.classList.add("lit");
      for (const rests of all(".claim")) if (spansOf(rests).includes(sentence)) rests.classList.add("lit");
    }
  }

  // Words of the article that stand against those at fault. Offsets count characters, not UTF-16 units.
  function mark(claim) {
    if (!globalThis.CSS?.highlights) return;
    const ranges = [];
    for (const [from, to] of (claim.dataset.against || "").split(" ").filter(Boolean).map((pair) => pair.split("-").map(Number))) {
      const start = startsOf(claim).map(Number).filter((place) => place <= from).sort((a, b) => b - a)[0];
      const walker = span(start) && document.createTreeWalker(span(start), NodeFilter.SHOW_TEXT);
      const text = walker?.nextNode();
      if (!text) continue;
      const units = (count) => [...text.data].slice(0, count).join("").length;
      const range = new Range();
      range.setStart(text, units(from - start));
      range.setEnd(text, units(to - start));
      ranges.push(range);
    }
    if (ranges.length) CSS.highlights.set("fault", new Highlight(...ranges));
  }

  // Moves the article alone, and only where it has a scroll bar of its own: the page must not jump under the pointer.
  function reveal(found) {
    const pane = found.closest(".text");
    if (!pane || pane.scrollHeight <= pane.clientHeight + 1) return;
    const [inner, outer] = [found.getBoundingClientRect(), pane.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      pane.scrollTop += inner.top - outer.top - Math.max(0, (outer.height - inner.height) / 3);
  }

  // ---- both sides scroll together: the one under the pointer, or with the focus, leads

  const wide = matchMedia("(min-width: 56rem)");
  let leader = "briefing";
  let due = false;
  function follow({ target }) {
    // What the other side does in answer leads nowhere, nor does a page that is scrolled past the one that leads.
    const side = target === document ? "briefing" : "article";
    if (due || side !== leader || !$("together")?.checked || !wide.matches) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      if (leader === "article") followArticle();
      else followBriefing();
    });
  }

  function followBriefing() {
    const line = innerHeight / 3;
    const focused = document.activeElement?.closest?.(".claim");
    const box = focused?.getBoundingClientRect();
    if (box && box.top >= 0 && box.bottom <= innerHeight && spansOf(focused).length) return reveal(spansOf(focused)[0]);
    const claim = all(".claim").find((one) => one.getBoundingClientRect().bottom > line && spansOf(one).length);
    if (claim) reveal(spansOf(claim)[0]);
  }

  function followArticle() {
    const pane = document.querySelector("#article .text");
    const top = pane?.getBoundingClientRect().top;
    const sentence = all("#article span:has(> a)").find((one) => one.getBoundingClientRect().top >= top);
    const claim = sentence && document.querySelector(sentence.firstElementChild.hash);
    const box = claim?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight)) claim.scrollIntoView({ block: "center" });
  }

  // ---- the queue of what to look at

  let current = "";
  let onward = null;
  const open = () => all(".claim[data-review=open]");
  const claimNow = () => document.activeElement?.closest?.(".claim") ?? $(current);

  // The gravest first; among equals, in the order of the page. `gravity`: of what was looked at last.
  function go(step, gravity = claimNow()?.dataset.gravity) {
    const queue = open().sort((one, other) => one.dataset.gravity - other.dataset.gravity);
    if (!queue.length) return say(t("nothing_open"));
    const now = claimNow();
    const following = (one) => {
      const graver = gravity - one.dataset.gravity;
      return gravity && (graver < 0 || (graver === 0 && now.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING));
    };
    const before = queue.filter((one) => one !== now && !following(one));
    const after = queue.filter((one) => one !== now && following(one));
    const found = step > 0 ? (after[0] ?? queue[0]) : (gravity && before.at(-1)) || queue.at(-1);
    found.focus();
    found.scrollIntoView({ block: "center" });
  }

  function press(claim, ...deeds) {
    for (const deed of deeds) {
      const button = claim.querySelector(`button[value="${deed}"]`);
      if (button && !button.disabled) return button.click(), true;
    }
    return false;
  }

  // Words that stand already are accepted; others are put into the editor and checked like any that are written.
  function take(claim, choice) {
    if (!choice) return say(t("no_words"));
    if (choice.hasAttribute("aria-current")) return press(claim, "accept", "leave");
    if (!named(() => take(claim, choice))) return;
    const editing = claim.querySelector(".edit");
    editing.dataset.resumed = "";
    editing.open = true;
    editing.querySelector("textarea").value = choice.querySelector(".take-text").textContent;
    editing.querySelector("button.main").click();
  }

  const takeBy = (claim, wanted) => take(claim, claim.querySelector(`.choice[${wanted}]`));

  const letters = {
    n: () => go(1),
    p: () => go(-1),
    u: () => undo(),
    v: () => $("variants-heading").focus(),
    g: () => location.assign($("next-draft").href),
    "?": () => help(),
  };
  const onClaim = {
    a: (claim) => ((onward = claim.dataset.gravity), press(claim, "accept", "leave")),
    r: (claim) => ((onward = claim.dataset.gravity), takeBy(claim, "data-origin=source")),
    x: (claim) => ((onward = claim.dataset.gravity), press(claim, "delete", "leave")),
    e: (claim) => edit(claim),
    1: (claim) => takeBy(claim, "data-take='1'"),
    2: (claim) => takeBy(claim, "data-take='2'"),
    3: (claim) => takeBy(claim, "data-take='3'"),
    c: (claim) => copy(cited(claim)),
    Delete: (claim) => press(claim, "delete"),
  };

  function edit(claim) {
    const editing = claim.querySelector(".edit");
    if (editing) editing.open = true;
  }

  function help() {
    $("keys").open = !$("keys").open;
    $("keys").querySelector("summary").focus();
  }

  function cited(claim) {
    const quotes = all(".evidence a", claim).map((quote) => `“${quote.textContent}”`);
    const source = $("workbench").dataset.cite;
    const text = claim.querySelector(".words").textContent.trim();
    return [text, ...quotes.map((quote) => `— ${quote}`), ...(source ? [`(${source})`] : [])].join("\n");
  }

  function key(event) {
    const { target } = event;
    const editing = target.closest(".edit");
    if (event.key === "Escape" && editing) return leave(editing);
    // Else the form's first button would be pressed.
    if (event.key === "Enter" && target.closest(".anyway input"))
      return event.preventDefault(), target.closest(".anyway").querySelector("button").click();
    if (event.ctrlKey || event.metaKey || target.closest("input:not([type=checkbox]), textarea, select")) return;
    const claim = target.closest(".claim") ?? (target === document.body || target.closest(".queue, .standing") ? $(current) : null);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && target.classList.contains("claim")) {
      if (event.altKey) press(claim, step < 0 ? "up" : "down");
      else {
        const claims = all(".claim");
        claims[claims.indexOf(claim) + step]?.focus();
      }
    } else if (event.altKey) return;
    else if (letters[event.key.toLowerCase()] && bench) letters[event.key.toLowerCase()]();
    else if (onClaim[event.key.length === 1 ? event.key.toLowerCase() : event.key] && bench) {
      if (!claim) return go(1);
      onClaim[event.key.length === 1 ? event.key.toLowerCase() : event.key](claim);
    } else return;
    event.preventDefault();
  }

  function leave(editing) {
    const words = editing.querySelector("textarea");
    words.value = words.defaultValue;
    editing.open = false;
    editing.querySelector("summary").focus();
  }

  // ---- undo: the versions that this tab made, newest last, as [before, after]

  const steps = JSON.parse(recall(`undo:${id}`) ?? "[]");
  let version = Number($("version")?.value);
  let undoing = null;

  function undo() {
    const last = steps.at(-1);
    if (!last || last[1] !== version) return say(t("no_undo"));
    undoing = steps.pop();
    const values = { to: last[0], version, by: $("by").value };
    htmx.ajax("POST", `/desk/briefings/${id}/back`, { source: "#workbench", target: "#workbench", swap: "outerHTML", values });
  }

  function stepped() {
    const now = Number($("version").value);
    if (undoing) {
      const top = steps.at(-1);
      if (top?.[1] === undoing[0]) top[1] = now;
    } else if (now !== version) steps.push([version, now]);
    if (now !== version) htmx.trigger("#variants", "changed");
    version = now;
    remember(`undo:${id}`, JSON.stringify(steps.slice(-50)));
  }

  // ---- a name before the first change

  let deferred = null;
  function named(deed) {
    if ($("by").value.trim()) return true;
    deferred = deed;
    trouble(t("name_first"));
    $("by").focus();
    return false;
  }

  function naming() {
    const name = $("by");
    if (!name.readOnly) name.value ||= recall("by", localStorage) ?? "";
    name.addEventListener("keydown", (event) => event.key === "Enter" && name.blur());
    name.addEventListener("change", () => {
      remember("by", name.value, localStorage);
      fetch("/desk/name", { method: "POST", body: new URLSearchParams({ by: name.value }), keepalive: true }).catch(() => {});
      const deed = name.value.trim() ? deferred : null;
      deferred = null;
      if (!deed) return;
      trouble("");
      deed();
    });
  }

  // ---- words that somebody is at

  const unsaved = () => all(".edit[open] textarea").filter((words) => words.value !== words.defaultValue);

  // Words that somebody was still at when another claim changed: they belong to the claim that reads as theirs did.
  function resume(begun) {
    for (const [before, value] of begun) {
      const words = all(".edit:not([open]) textarea").find((found) => found.defaultValue === before);
      if (!words) continue;
      words.value = value;
      words.closest(".edit").dataset.resumed = "";
      words.closest(".edit").open = true;
    }
  }

  function opened({ target }) {
    if (!target.matches(".edit[open]")) return;
    if ("resumed" in target.dataset) return void delete target.dataset.resumed;
    if (!named(() => (target.open = true))) return void (target.open = false);
    const words = target.querySelector("textarea");
    words.focus();
    words.setSelectionRange(words.value.length, words.value.length);
    words.rows = Math.min(12, Math.max(words.rows, Math.ceil(words.scrollHeight / 25)));
  }

  function hold(text) {
    if (!remember(id, text)) trouble(t("no_store"));
    $("article-text").value = text;
  }

  // ---- what happens when

  function click(event) {
    const { target } = event;
    const claim = target.closest(".claim");
    if (target.closest(".leave")) leave(target.closest(".edit"));
    if (target.closest(".choice")) take(claim, target.closest(".choice"));
    if (target.closest(".copy-variant")) copy(target.closest(".variant").querySelector(".words").textContent);
    if (target.closest(".copy")) copy(cited(claim));
    if (target.closest("[data-press]")) letters[target.closest("[data-press]").dataset.press]();
    const quote = target.closest(".evidence a, .chip");
    const found = quote && document.querySelector(quote.hash)?.firstElementChild;
    if (found) setTimeout(() => found.focus());
    const rests = target.closest("#article span a");
    if (rests) setTimeout(() => document.querySelector(rests.hash)?.focus());
  }

  async function copyMarkdown(button) {
    try {
      const answer = await fetch(button.dataset.from);
      if (!answer.ok) return trouble(await problem(answer));
      await copy(await answer.text());
    } catch {
      dead(() => copyMarkdown(button));
    }
  }

  function requests() {
    let brought = null;
    let begun = [];
    let answered = () => {};
    document.addEventListener("htmx:beforeRequest", (event) => {
      const { elt, requestConfig } = event.detail;
      const pressed = requestConfig.triggeringEvent?.submitter ?? (elt.localName === "button" ? elt : null);
      const again = () => (pressed?.isConnected ? pressed.click() : elt.isConnected && elt.requestSubmit?.());
      if (elt.closest("#workbench") && !named(again)) return event.preventDefault();
      for (const told of all(".trouble")) told.replaceChildren();
      if (elt.id === "bring") brought = elt.elements.article.value;
      answered = watch(() => (htmx.trigger(elt, "htmx:abort"), again()));
      elt.again = again;
    });
    document.addEventListener("htmx:afterRequest", () => answered());
    document.addEventListener("htmx:beforeSwap", ({ detail }) => {
      if (detail.xhr.status >= 400) failed();
      begun = unsaved().map((words) => [words.defaultValue, words.value]);
      // What a proxy says, or the service where it fails altogether, is no part of this page.
      if (detail.xhr.status < 400 || detail.xhr.getResponseHeader("HX-Retarget")) return;
      detail.shouldSwap = false;
      trouble(t("answered", { status: detail.xhr.status }));
    });
    document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
      failed();
      dead(elt.again ?? (() => location.reload()));
    });
    document.addEventListener("htmx:load", ({ detail: { elt } }) => {
      link();
      if (brought !== null && elt.matches("#article .text")) hold(brought);
      if (elt.matches(".anyway")) elt.querySelector("input").focus();
      if (elt.id === "variants") return showKinds(elt);
      if (elt.id !== "workbench") return;
      const back = undoing;
      stepped();
      undoing = null;
      resume(begun);
      if (elt.dataset.said) say(elt.dataset.said);
      (back && $(current) ? $(current) : $(elt.dataset.focus))?.focus();
      if (onward && open().length) go(1, onward);
      else if (onward) $("approve")?.focus();
      onward = null;
    });
  }

  // ---- variants: the kinds that a newsroom wants are the same from briefing to briefing

  function showKinds(panel) {
    const chosen = (recall("kinds", localStorage) ?? "").split(" ");
    for (const box of all("[data-kind]", panel)) box.checked = chosen.includes(box.dataset.kind);
    if (!panel.dataset.said) return;
    say(panel.dataset.said);
    $("variants-heading").focus();
  }

  function keepKinds() {
    const chosen = all("[data-kind]:checked").map((box) => box.dataset.kind);
    remember("kinds", chosen.join(" "), localStorage);
  }

  function failed() {
    onward = null;
    if (undoing) steps.push(undoing);
    undoing = null;
  }

  function start() {
    naming();
    requests();
    showKinds($("variants"));
    document.addEventListener("change", ({ target }) => target.matches("[data-kind]") && keepKinds());
    document.addEventListener("toggle", opened, true);
    addEventListener("beforeunload", (event) => {
      if (unsaved().length) event.preventDefault();
    });
    document.addEventListener("click", ({ target }) => target.closest("#copy") && copyMarkdown(target.closest("#copy")));
    const text = "here" in article.dataset ? null : recall(id);
    if (text === null) return;
    hold(text);
    const values = { article: text, keep: recall(`keep:${id}`) ?? "" };
    htmx.ajax("POST", `/desk/briefings/${id}/article`, { target: "#article", swap: "innerHTML", values });
  }

  if (!article) return;
  let at = "";
  document.addEventListener("mouseover", ({ target, clientX, clientY }) => {
    // What scrolls under a pointer that rests is not pointed at.
    if (at === (at = `${clientX} ${clientY}`)) return;
    leader = target.closest("#article") ? "article" : "briefing";
    light(target);
  });
  document.addEventListener("focusin", ({ target }) => {
    current = target.closest(".claim")?.id ?? current;
    light(target);
  });
  document.addEventListener("keydown", key);
  document.addEventListener("click", click);
  document.addEventListener("scroll", follow, { capture: true, passive: true });
  if (bench) start();
  link();
})();

// The desk's own script: the briefing as it arrives, claims and evidence that light each other up, and the keyboard.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (wanted, within = document) => [...within.querySelectorAll(wanted)];
  const place = (id) => `newsbrief:${id}`;

  function say(text) {
    $("said").textContent = text;
    clearTimeout(say.later);
    say.later = setTimeout(() => ($("said").textContent = ""), 6000);
  }

  function trouble(text) {
    $("trouble").textContent = text;
  }

  // A tab keeps the article, because the service may not. A full or forbidden store is no reason to fail.
  function keep(id, text) {
    try {
      sessionStorage.setItem(place(id), text);
    } catch {
      trouble("The browser keeps no text of this article: have it at hand to paste it again.");
    }
  }

  function kept(id) {
    try {
      return sessionStorage.getItem(place(id));
    } catch {
      return null;
    }
  }

  // ---- a briefing as it arrives

  async function* events(answer) {
    let buffer = "";
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      buffer += value;
      const blocks = buffer.split("\n\n");
      buffer = blocks.pop();
      for (const block of blocks) {
        const lines = block.split("\n");
        const name = lines.find((l) => l.startsWith("event: "))?.slice(7);
        const data = lines.filter((l) => l.startsWith("data: ")).map((l) => l.slice(6));
        if (name) yield [name, JSON.parse(data.join("\n"))];
      }
    }
  }

  const stages = {
    working: "Waiting for its turn …",
    reading: "Reading the article …",
    drafting: "Drafting; each claim is checked as it comes …",
    checking: "Checking every claim …",
    repairing: "Repairing what failed …",
  };

  function sections() {
    const coming = $("coming");
    coming.replaceChildren();
    for (const { dataset, textContent } of all("#headings li")) {
      const section = document.createElement("section");
      const heading = document.createElement("h3");
      section.id = `coming-${dataset.section}`;
      section.hidden = true;
      heading.textContent = textContent;
      section.append(heading);
      coming.append(section);
    }
  }

  function arrive(claim) {
    const section = $(`coming-${claim.section}`);
    const line = $("coming-claim").content.firstElementChild.cloneNode(true);
    const legend = document.querySelector(`#legend [data-verdict="${claim.verdict}"]`);
    const number = Number(claim.id.split(".").pop());
    line.dataset.number = number;
    line.classList.add(claim.verdict);
    line.querySelector(".sign").textContent = legend?.querySelector(".sign").textContent ?? "";
    line.querySelector(".words").textContent = claim.text;
    line.querySelector(".verdict").textContent = legend?.dataset.word ?? claim.verdict;
    section.hidden = false;
    const after = all("[data-number]", section).find((other) => Number(other.dataset.number) > number);
    section.insertBefore(line, after ?? null);
  }

  function sent(form) {
    const value = (id) => $(id).value.trim() || undefined;
    const published = $("published").value;
    const text = form.elements.text.value;
    return {
      text: text.toWellFormed?.() ?? text,
      title: value("title"),
      url: value("url"),
      source: value("outlet"),
      published_at: published ? new Date(published).toISOString() : undefined,
    };
  }

  function shown(live) {
    $("compose").hidden = live;
    $("legend").hidden = false;
    $("live").hidden = !live;
    (live ? $("live-heading") : $("text")).focus();
  }

  async function problem(answer) {
    if (answer.status === 401) return "Your session has ended: sign in again in another tab, then try again.";
    try {
      const { title, detail } = await answer.json();
      return `${title}. ${detail}`;
    } catch {
      return `The service answered ${answer.status}.`;
    }
  }

  async function make(event) {
    event.preventDefault();
    const body = sent(event.target);
    const stop = new AbortController();
    trouble("");
    sections();
    $("sent").textContent = body.text;
    $("stage").textContent = stages.working;
    $("count").textContent = "";
    $("cancel").onclick = () => stop.abort();
    shown(true);
    try {
      await follow(body, stop.signal);
    } catch (error) {
      shown(false);
      trouble(stop.signal.aborted ? "Stopped." : error.told ?? "The service cannot be reached, or broke off.");
    }
  }

  async function follow(body, signal) {
    const answer = await fetch("/desk/api/summarize", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify(body),
      signal,
    });
    if (!answer.ok) throw { told: await problem(answer) };
    let claims = 0;
    for await (const [name, data] of events(answer)) {
      if (name === "stage") $("stage").textContent = stages[data.stage] ?? "";
      if (name === "claim") {
        arrive(data);
        claims += 1;
        $("count").textContent = claims === 1 ? "1 claim so far" : `${claims} claims so far`;
      }
      if (name === "problem") throw { told: `${data.title}. ${data.detail}` };
      if (name === "done") {
        keep(data.id, body.text);
        location.assign(`/desk/briefings/${data.id}`);
        return;
      }
    }
    throw { told: "The service broke off before the briefing was done." };
  }

  async function bring() {
    trouble("");
    $("fetch").disabled = true;
    say("Fetching the page …");
    try {
      const url = $("fetch-url").value;
      const headers = { Accept: "application/json" };
      const answer = await fetch("/desk/article", { method: "POST", headers, body: new URLSearchParams({ url }) });
      if (!answer.ok) return trouble(await problem(answer));
      const page = await answer.json();
      $("text").value = page.text;
      $("title").value = page.title ?? "";
      $("outlet").value = page.outlet ?? "";
      $("url").value = page.url ?? "";
      if (page.published_at) {
        const moment = new Date(page.published_at);
        $("published").value = new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
      }
      document.querySelector("#compose .more").open = true;
      say("The article is there: look it over, then make the briefing.");
      $("text").focus();
    } catch {
      trouble("The service cannot be reached.");
    } finally {
      $("fetch").disabled = false;
    }
  }

  // ---- claims and evidence

  const span = (start) => $(`at-${start}`);
  const spansOf = (claim) => (claim.dataset.starts || "").split(" ").filter(Boolean).map(span).filter(Boolean);

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
    const found = (element) => element?.closest?.(".claim, #article span[id^='at-']");
    const resting = found(target) ?? found(document.activeElement);
    const claim = resting?.closest(".claim");
    const sentence = claim ? null : resting;
    if (claim) {
      const spans = spansOf(claim);
      for (const lit of [claim, ...spans]) lit.classList.add("lit");
      if (spans.length) reveal(spans[0]);
    } else if (sentence?.firstElementChild) {
      sentence.classList.add("lit");
      for (const rests of all(".claim")) if (spansOf(rests).includes(sentence)) rests.classList.add("lit");
    }
  }

  // Moves the article alone, and only where it has a scroll bar of its own: the page must not jump under the pointer.
  function reveal(found) {
    const pane = found.closest(".text");
    if (!pane || pane.scrollHeight <= pane.clientHeight + 1) return;
    const [inner, outer] = [found.getBoundingClientRect(), pane.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      pane.scrollTop += inner.top - outer.top - Math.max(0, (outer.height - inner.height) / 3);
  }

  // ---- the keyboard

  function press(claim, deed) {
    const button = claim.querySelector(`button[value="${deed}"]`);
    if (button && !button.disabled) button.click();
  }

  function key(event) {
    const editing = event.target.closest(".edit");
    if (event.key === "Escape" && editing) return leave(editing);
    const claim = event.target;
    if (!claim.classList.contains("claim") || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && event.altKey) press(claim, step < 0 ? "up" : "down");
    else if (step) {
      const claims = all(".claim");
      claims[claims.indexOf(claim) + step]?.focus();
    } else if (event.key === "Delete") press(claim, "delete");
    else if (event.key === "e" || event.key === "E") claim.querySelector(".edit").open = true;
    else return;
    event.preventDefault();
  }

  function leave(editing) {
    const words = editing.querySelector("textarea");
    words.value = words.defaultValue;
    editing.open = false;
    editing.querySelector("summary").focus();
  }

  async function copy(button) {
    const answer = await fetch(button.dataset.from);
    if (!answer.ok) return trouble(await problem(answer));
    const text = await answer.text();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https there is no clipboard for scripts, but a selection can be copied.
      const words = document.createElement("textarea");
      words.value = text;
      document.body.append(words);
      words.select();
      document.execCommand("copy");
      words.remove();
      button.focus();
    }
    say("Copied as Markdown.");
  }

  // ---- what happens when

  function compose() {
    $("compose").addEventListener("submit", make);
    $("fetch")?.addEventListener("click", bring);
  }

  function bench() {
    const article = $("article");
    const { id } = article.dataset;
    const name = $("by");
    try {
      if (!name.readOnly) name.value = localStorage.getItem("newsbrief:by") || name.value;
      name.addEventListener("change", () => localStorage.setItem("newsbrief:by", name.value));
    } catch {
      // The name is then asked for each time.
    }
    let at = "";
    document.addEventListener("mouseover", ({ target, clientX, clientY }) => {
      // What scrolls under a pointer that rests is not pointed at.
      if (at !== (at = `${clientX} ${clientY}`)) light(target);
    });
    document.addEventListener("focusin", (event) => light(event.target));
    document.addEventListener("keydown", key);
    document.addEventListener("click", (event) => {
      const { target } = event;
      if (target.closest(".leave")) leave(target.closest(".edit"));
      if (target.closest("#copy")) copy(target.closest("#copy"));
      const quote = target.closest(".evidence a");
      const found = quote && document.querySelector(quote.hash)?.firstElementChild;
      if (found) setTimeout(() => found.focus());
      const rests = target.closest("#article span a");
      if (rests) setTimeout(() => document.querySelector(rests.hash)?.focus());
    });
    document.addEventListener("toggle", opened, true);
    let brought = null;
    let begun = [];
    document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
      for (const told of all(".trouble")) told.replaceChildren();
      if (elt.id === "bring") brought = elt.elements.article.value;
    });
    document.addEventListener("htmx:beforeSwap", ({ detail }) => {
      begun = unsaved().map((words) => [words.defaultValue, words.value]);
      // What a proxy says, or the service where it fails altogether, is no part of this page.
      if (detail.xhr.status < 400 || detail.xhr.getResponseHeader("HX-Retarget")) return;
      detail.shouldSwap = false;
      trouble(`The service answered ${detail.xhr.status}: nothing was changed.`);
    });
    addEventListener("beforeunload", (event) => {
      if (unsaved().length) event.preventDefault();
    });
    document.addEventListener("htmx:sendError", () => trouble("The service cannot be reached: nothing was changed."));
    document.addEventListener("htmx:load", ({ detail: { elt } }) => {
      link();
      if (brought !== null && elt.matches("#article .text")) hold(id, brought);
      if (elt.id !== "workbench") return;
      resume(begun);
      if (elt.dataset.said) say(elt.dataset.said);
      if (elt.dataset.focus) $(elt.dataset.focus)?.focus();
    });
    const text = "here" in article.dataset ? null : kept(id);
    if (text !== null) {
      hold(id, text);
      const target = "#article";
      htmx.ajax("POST", `/desk/briefings/${id}/article`, { target, swap: "innerHTML", values: { article: text } });
    }
    link();
  }

  function hold(id, text) {
    keep(id, text);
    $("article-text").value = text;
  }

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
    const words = target.querySelector("textarea");
    words.focus();
    words.setSelectionRange(words.value.length, words.value.length);
    words.rows = Math.min(12, Math.max(words.rows, Math.ceil(words.scrollHeight / 25)));
  }

  if ($("compose")) compose();
  if ($("workbench")) bench();
})();

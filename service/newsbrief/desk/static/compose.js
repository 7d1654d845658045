// An article comes in: pasted, dropped, fetched, several at once; and its briefing as it is made.
"use strict";
(() => {
  const { $, all, t, say, trouble, dead, watch, problem, remember, recall } = desk;
  const form = $("compose");
  const draftKey = `draft:${form.dataset.revises ?? form.dataset.again ?? ""}`;
  const fieldsOf = (one) => all("[data-name]", one);
  const articles = () => all("[data-article]", form);

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

  function read(one) {
    const found = {};
    for (const field of fieldsOf(one)) {
      const value = field.dataset.name === "text" ? field.value : field.value.trim();
      if (value) found[field.dataset.name] = value.toWellFormed?.() ?? value;
    }
    found.text ??= "";
    if (found.published_at) found.published_at = new Date(found.published_at).toISOString();
    return found;
  }

  // ---- style, length, tone and language

  const OWN = ":own";
  const NEEDED_BY = {
    "unknown-style": "style",
    "output-language-unavailable": "output-language",
    "judge-unavailable": "output-language",
  };
  const choices = () => all("[data-choice]", form);

  function options() {
    const chosen = (id) => $(id)?.value.trim() ?? "";
    const found = {};
    const style = $("style") ? chosen("style") : OWN;
    const own = { name: "tone", ...JSON.parse(chosen("length") || "{}") };
    if (chosen("tone")) own.tone = chosen("tone");
    if (style !== OWN) found.style = style;
    else if (Object.keys(own).length > 1) found.style = own;
    else if ($("style")) found.style = "none";
    if (!found.style) delete found.style;
    if (chosen("output-language")) found.output_language = chosen("output-language");
    return found;
  }

  function showOwn() {
    for (const one of all("#choices .own")) one.hidden = Boolean($("style")) && $("style").value !== OWN;
  }

  // A refusal is told beside the choice that it is about.
  function refused({ told, type }) {
    const field = $(NEEDED_BY[type]);
    if (!field) return trouble(told);
    $(`${field.id}-trouble`).textContent = told;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  function unrefused() {
    for (const one of choices()) one.removeAttribute("aria-invalid");
    for (const told of all("#choices .trouble")) told.replaceChildren();
  }

  async function failure(answer) {
    const { type } = await answer.clone().json().catch(() => ({}));
    return { told: await problem(answer), type: type?.split(":").pop() };
  }

  function show(live) {
    form.hidden = live;
    $("live").hidden = !live;
    (live ? $("live-heading") : $("text")).focus();
  }

  async function make(event) {
    event.preventDefault();
    const sent = articles().map(read);
    const stop = new AbortController();
    trouble("");
    unrefused();
    sections();
    $("sent").textContent = sent.map((one) => one.text).join("\n\n———\n\n");
    $("stage").textContent = t("working");
    $("count").textContent = "";
    $("cancel").onclick = () => stop.abort();
    show(true);
    const answered = watch(() => (stop.abort("again"), setTimeout(() => form.requestSubmit(), 50)));
    try {
      const streams = sent.length === 1 && !form.dataset.revises;
      const body = sent.length > 1 ? { articles: sent } : sent[0];
      if ($("choices")) body.options = options();
      const id = await (streams ? follow(body, stop.signal, answered) : wait(body, stop.signal));
      done(id, sent);
    } catch (error) {
      show(false);
      if (stop.signal.reason === "again") return;
      if (stop.signal.aborted) trouble(t("stopped"));
      else if (error.told) refused(error);
      else dead(() => form.requestSubmit());
    } finally {
      answered();
    }
  }

  function done(id, sent) {
    if (sent.length === 1) {
      if (!remember(id, sent[0].text)) trouble(t("no_store"));
      remember(`keep:${id}`, $("keep")?.checked ? "1" : "");
    }
    remember(draftKey, null);
    remember(`${draftKey}:choices`, null);
    leaving = true;
    location.assign(`/desk/briefings/${id}`);
  }

  const post = (body, signal, accept) =>
    fetch(form.dataset.to, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: accept },
      body: JSON.stringify(body),
      signal,
    });

  // Several articles, and a newer one, come all at once.
  async function wait(body, signal) {
    $("stage").textContent = t("drafting");
    const answer = await post(body, signal, "application/json");
    if (!answer.ok) throw await failure(answer);
    return (await answer.json()).id;
  }

  async function follow(body, signal, answered) {
    const answer = await post(body, signal, "text/event-stream");
    answered();
    if (!answer.ok) throw await failure(answer);
    let claims = 0;
    for await (const [name, data] of events(answer)) {
      if (name === "stage") $("stage").textContent = t(data.stage);
      if (name === "claim") {
        arrive(data);
        $("count").textContent = t("count", { n: (claims += 1) });
      }
      if (name === "problem") throw await failure(new Response(JSON.stringify(data)));
      if (name === "done") return data.id;
    }
    throw { told: t("broke_off") };
  }

  // ---- an article comes in

  function fill(page, one) {
    for (const field of fieldsOf(one)) {
      const value = page[field.dataset.name === "source" ? "outlet" : field.dataset.name];
      if (field.dataset.name === "published_at" && value) {
        const moment = new Date(value);
        field.value = new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
      } else field.value = value ?? "";
    }
    if (page.title || page.outlet || page.url) one.querySelector(".more").open = true;
    save();
  }

  async function ask(headers, body) {
    const answer = await fetch("/desk/article", {
      method: "POST",
      headers: { Accept: "application/json", ...headers },
      body,
    });
    if (!answer.ok) throw { told: await problem(answer) };
    return answer.json();
  }

  async function bring() {
    trouble("");
    $("fetch").disabled = true;
    say(t("fetching"));
    try {
      fill(await ask({}, new URLSearchParams({ url: $("fetch-url").value })), articles()[0]);
      say(t("fetched"));
      $("text").focus();
    } catch (error) {
      if (error.told) trouble(error.told);
      else dead(bring);
    } finally {
      $("fetch").disabled = false;
    }
  }

  async function take(file, one) {
    trouble("");
    try {
      const headers = {
        "Content-Type": "application/octet-stream",
        "X-File-Name": encodeURIComponent(file.name.toWellFormed?.() ?? file.name),
      };
      fill(await ask(headers, file), one);
      say(t("file_read"));
    } catch (error) {
      if (error.told) trouble(error.told);
      else dead(() => take(file, one));
    }
  }

  // The plain text goes in at once; where the clipboard also has a page, what is read of it takes its place.
  function paste(event) {
    const area = event.target.closest("textarea[data-name=text]");
    if (!area) return;
    const plain = event.clipboardData.getData("text/plain").trim();
    if (/^https?:\/\/\S+$/.test(plain)) {
      if (!("fetches" in form.dataset)) return trouble(t("address"));
      event.preventDefault();
      $("fetch-url").value = plain;
      if (area.id === "text") bring();
      else trouble(t("address_fetch"));
      return;
    }
    const html = event.clipboardData.getData("text/html");
    if (area.value.trim() || !/<(p|div|article|section|h[1-6]|li)[\s>]/i.test(html)) return;
    setTimeout(async () => {
      const before = area.value;
      try {
        const page = await ask({ "Content-Type": "text/html; charset=utf-8" }, html);
        if (area.value !== before) return;
        fill(page, area.closest("[data-article]"));
        say(t("page_read"));
      } catch {
        // The plain text stays.
      }
    });
  }

  function add() {
    const one = $("another").content.firstElementChild.cloneNode(true);
    // One removed and one added have the same place, and must not have the same ids.
    const unique = `-${articles().length + 1}-${Date.now()}`;
    for (const named of all("[id],[for]", one))
      for (const name of ["id", "for"])
        if (named.getAttribute(name)) named.setAttribute(name, named.getAttribute(name).replace("-N", unique));
    $("others").append(one);
    renumber();
    one.querySelector("textarea").focus();
    return one;
  }

  function renumber() {
    all("#others legend").forEach((legend, place) => {
      legend.dataset.words ??= legend.textContent;
      legend.textContent = legend.dataset.words.replace("#", place + 2);
    });
  }

  // ---- a draft survives a reload

  let leaving = false;
  function save() {
    if (leaving) return;
    const drafted = articles().map((one) => fieldsOf(one).map((field) => field.value));
    remember(draftKey, drafted.flat().some(Boolean) ? JSON.stringify(drafted) : null);
    remember(`${draftKey}:choices`, JSON.stringify(choices().map((one) => one.value)));
  }

  function restore() {
    const drafted = JSON.parse(recall(draftKey) ?? "[]");
    drafted.forEach((values, place) => {
      const one = articles()[place] ?? add();
      fieldsOf(one).forEach((field, n) => (field.value = values[n] ?? ""));
    });
    const chosen = JSON.parse(recall(`${draftKey}:choices`) ?? "[]");
    choices().forEach((one, n) => {
      one.value = chosen[n] ?? "";
      // A choice that there is no more is none.
      if (one.selectedIndex === -1) one.value = "";
    });
    showOwn();
    if (drafted.length) say(t("draft_back"));
    else if (form.dataset.given) {
      const given = JSON.parse(form.dataset.given);
      fill({ ...given, text: given.text || recall(form.dataset.again) }, articles()[0]);
    }
    $("text").focus();
    if (form.dataset.given) $("text").setSelectionRange(0, 0);
  }

  form.addEventListener("submit", make);
  form.addEventListener("input", save);
  $("style")?.addEventListener("change", showOwn);
  form.addEventListener("paste", paste);
  form.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  form.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    take(file, event.target.closest("[data-article]") ?? articles()[0]);
  });
  form.addEventListener("click", ({ target }) => {
    if (!target.closest(".remove")) return;
    target.closest("[data-article]").remove();
    renumber();
    save();
  });
  $("add")?.addEventListener("click", add);
  $("fetch")?.addEventListener("click", bring);
  $("file").addEventListener("change", ({ target }) => {
    if (target.files[0]) take(target.files[0], articles()[0]);
    target.value = "";
  });
  restore();
})();

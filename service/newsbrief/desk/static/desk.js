// What all pages of the desk share: words, notices, a service that does not answer, and what a tab remembers.
"use strict";
const desk = (() => {
  const $ = (id) => document.getElementById(id);
  const all = (wanted, within = document) => [...within.querySelectorAll(wanted)];
  const words = JSON.parse(document.querySelector("meta[name=words]").content);
  const t = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] ?? key);
  const PATIENCE_MS = 500;
  const ANSWER_MS = 1200;

  function say(text) {
    $("said").textContent = text;
    clearTimeout(say.later);
    say.later = setTimeout(() => ($("said").textContent = ""), 6000);
  }

  function trouble(text, retry) {
    clearInterval(trouble.looking);
    $("trouble").replaceChildren(text);
    if (!retry) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = t("retry");
    button.onclick = () => (trouble(""), retry());
    $("trouble").append(" ", button);
  }

  async function alive() {
    try {
      return (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) })).ok;
    } catch {
      return false;
    }
  }

  // Said until the service answers again; `retry` does again what failed.
  function dead(retry) {
    trouble(t("unreachable"), retry);
    trouble.looking = setInterval(async () => {
      if (!(await alive())) return;
      clearInterval(trouble.looking);
      $("trouble").firstChild?.replaceWith(t("back_again"));
    }, 2000);
  }

  // Says within two seconds that nobody is there, though the connection may still stand. The answer stops it.
  function watch(retry) {
    let over = false;
    let said = false;
    const later = setTimeout(async () => {
      if ((await alive()) || over) return;
      said = true;
      dead(retry);
    }, PATIENCE_MS);
    return () => {
      if (said && !over) trouble("");
      over = true;
      clearTimeout(later);
    };
  }

  async function problem(answer) {
    if (answer.status === 401) return t("session");
    try {
      const { type, title, detail } = await answer.json();
      const said = words[`problem.${type.split(":").pop()}`];
      const told = await inOwnWords(detail);
      return `${said ?? `${title}.`} ${told || (said ? "" : detail)}`.trim();
    } catch {
      return t("answered", { status: answer.status });
    }
  }

  // What the service tells in English, in the language of the pages; nothing where that is not known in it.
  async function inOwnWords(detail) {
    if (document.documentElement.lang === "en") return detail;
    const answer = await fetch("/desk/words", { method: "POST", body: new URLSearchParams({ detail }) }).catch(() => null);
    return answer?.ok ? answer.text() : "";
  }

  // A full or forbidden store is no reason to fail.
  function remember(key, value, store = sessionStorage) {
    try {
      if (value === null) store.removeItem(`newsbrief:${key}`);
      else store.setItem(`newsbrief:${key}`, value);
      return true;
    } catch {
      return false;
    }
  }

  function recall(key, store = sessionStorage) {
    try {
      return store.getItem(`newsbrief:${key}`);
    } catch {
      return null;
    }
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https there is no clipboard for scripts, but a selection can be copied.
      const active = document.activeElement;
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      active?.focus();
    }
    say(t("copied"));
  }

  // Times in the reader's language and zone; without a script they stand in UTC.
  function localise() {
    const { lang } = document.documentElement;
    const format = (how) => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "medium", ...how });
    const [clock, calendar] = [format({ timeStyle: "short" }), format({ timeZone: "UTC" })];
    for (const time of all("time:not([title])")) {
      time.title = time.textContent;
      time.textContent = (time.dateTime.includes("T") ? clock : calendar).format(new Date(time.dateTime));
    }
  }

  localise();
  document.addEventListener("htmx:load", localise);
  const language = $("language-form");
  language.querySelector("button").hidden = true;
  $("language").addEventListener("change", () => language.submit());
  for (const by of all(".bring-back .by")) by.value ||= recall("by", localStorage) ?? "";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target.localName !== "textarea") return;
    const editing = event.target.closest(".edit");
    if (editing) editing.querySelector("button.main").click();
    else event.target.form?.requestSubmit();
    event.preventDefault();
  });
  return { $, all, t, say, trouble, dead, watch, problem, remember, recall, copy };
})();

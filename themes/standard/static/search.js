// Search in the browser: reads the index that the build wrote (docs/output.md, "Search index"), of which a
// query loads a few small files. The first part does with words what src/output/search/words.rs does and is
// tested against it; the second finds; the third shows.

// --- words ------------------------------------------------------------------------------------------

const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i" };

/// A text in lower case, without accents and umlauts however they are written.
export function fold(text) {
  const plain = text.toLowerCase().normalize("NFD").replace(/[\p{M}\u00ad\u200b-\u200d]/gu, "").replace(/[ßæœøłđðı]/g, (c) => LETTERS[c]);
  return plain.replace(/(?<![aeiouq])([aou])e/g, "$1");
}

const isVowel = (c) => "aeiouyäöü".includes(c);

/// Where a region begins: behind the first consonant that follows a vowel.
function region(word, from) {
  let at = from;
  while (at < word.length && !isVowel(word[at])) at += 1;
  while (at < word.length && isVowel(word[at])) at += 1;
  return at < word.length ? at + 1 : word.length;
}

/// The stem of a folded word, by the German Snowball algorithm.
export function stem(folded) {
  if (/[0-9]/.test(folded)) return folded;
  let word = folded.replace(/(?<=[aeiouyäöü])[uy](?=[aeiouyäöü])/g, (c) => c.toUpperCase());
  let r1 = word.length;
  let r2 = word.length;
  if ([...word].length >= 3) {
    r1 = region(word, 0);
    r2 = region(word, r1);
    r1 = Math.max(r1, 3);
  }
  const ends = (pattern) => pattern.exec(word)?.[0] ?? "";
  const inside = (end, from) => end !== "" && word.length - end.length >= from;
  const cut = (end) => { word = word.slice(0, word.length - end.length); };

  let end = ends(/(ern|em|er|en|es|e|s)$/);
  if (inside(end, r1)) {
    if (end === "s") {
      if (/[bdfghklmnrt]s$/.test(word)) cut(end);
    } else {
      cut(end);
      if (["e", "en", "es"].includes(end) && word.endsWith("niss")) cut("s");
    }
  }
  end = ends(/(est|en|er|st)$/);
  if (inside(end, r1)) {
    if (end !== "st") cut(end);
    else if (/...[bdfghklmnt]st$/.test(word)) cut(end);
  }
  end = ends(/(isch|lich|heit|keit|end|ung|ig|ik)$/);
  if (inside(end, r2)) {
    if (end === "end" || end === "ung") {
      cut(end);
      if (/(^|[^e])ig$/.test(word) && inside("ig", r2)) cut("ig");
    } else if (["ig", "ik", "isch"].includes(end)) {
      if (word.at(-end.length - 1) !== "e") cut(end);
    } else {
      cut(end);
      const before = ends(end === "keit" ? /(lich|ig)$/ : /(er|en)$/);
      if (inside(before, end === "keit" ? r2 : r1)) cut(before);
    }
  }
  return word.toLowerCase().replace(/[äöü]/g, (c) => ({ ä: "a", ö: "o", ü: "u" })[c]);
}

const WORD = /[\p{Alphabetic}\p{N}\p{M}\u00ad]+/gu;
const wordsOf = (text) => text.match(WORD) ?? [];
const isYear = (word) => /^(19|20)\d\d$/.test(word);

// --- finding ----------------------------------------------------------------------------------------

/// Postings that the index keeps of one term.
const MOST = 8192;
/// Terms that begin with what is asked, and what they count.
const LONGER = 24;
const LONGER_COUNTS = 0.6;
/// What a number counts against a word.
const NUMBER_COUNTS = 6;

/// Reads varints.
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    let value = 0;
    for (let step = 1; ; step *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * step;
      if (byte < 128) return value;
    }
  }

  get done() {
    return this.at >= this.bytes.length;
  }
}

/// The index. `load(address)` gives a file's bytes.
export class Index {
  static async open(load, address) {
    const head = JSON.parse(new TextDecoder().decode(await load(address)));
    if (head.version !== 1) throw new Error(`search index of version ${head.version}`);
    return new Index(load, head);
  }

  constructor(load, head) {
    this.load = load;
    this.head = head;
    this.stop = new Set(head.stop);
    this.files = new Map();
    this.kinds = Object.entries(head.kinds);
    this.statuses = Object.entries(head.statuses);
  }

  /// A file of the index as `read` understands it; loaded once.
  file(name, read) {
    if (!this.files.has(name)) {
      const file = this.load((name.startsWith("t") ? this.head.folder : this.head.hits) + name).then(read);
      file.catch(() => this.files.delete(name));
      this.files.set(name, file);
    }
    return this.files.get(name);
  }

  /// The file that may have a term.
  place(term) {
    let [low, high] = [0, this.head.terms.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.head.terms[middle] <= term) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  shard(at) {
    return this.file(`t${at}.bin`, (bytes) => {
      const reader = new Reader(bytes);
      const decoder = new TextDecoder();
      const entries = [];
      let before = new Uint8Array();
      for (let left = reader.number(); left > 0; left -= 1) {
        const shared = reader.number();
        const own = reader.number();
        const name = new Uint8Array(shared + own);
        name.set(before.subarray(0, shared));
        name.set(bytes.subarray(reader.at, reader.at + own), shared);
        reader.at += own;
        entries.push({ term: decoder.decode(name), documents: reader.number(), length: reader.number() });
        before = name;
      }
      let at = reader.at;
      for (const entry of entries) {
        entry.bytes = bytes.subarray(at, at + entry.length);
        at += entry.length;
      }
      return entries;
    });
  }

  async exact(term) {
    const entries = await this.shard(this.place(term));
    return entries.find((entry) => entry.term === term);
  }

  /// The most frequent terms that begin with `start`, and are longer.
  async longer(start) {
    const at = this.place(start);
    let entries = await this.shard(at);
    if (this.head.terms[at + 1]?.startsWith(start)) entries = entries.concat(await this.shard(at + 1));
    const found = entries.filter((entry) => entry.term.startsWith(start) && entry.term !== start);
    return found.sort((a, b) => b.documents - a.documents).slice(0, LONGER);
  }

  /// Terms that begin as a word does that the index does not know: *kostet* finds *Kosten*.
  async shorter(word) {
    for (let size = word.length - 1; size >= Math.max(4, word.length - 3); size -= 1) {
      const start = word.slice(0, size);
      const found = [await this.exact(start), ...await this.longer(start)].filter(Boolean);
      if (found.length > 0) return found.map((entry) => [entry, LONGER_COUNTS]);
    }
    return [];
  }

  rarity(documents) {
    return Math.log(1 + (this.head.documents - documents + 0.5) / (documents + 0.5));
  }

  /// The number in a query, as its term and as the words that it takes; the longest that the index knows.
  async number(words) {
    const known = (key) => /\d/.test(key) && key.length >= 3 && !isYear(key);
    for (let size = Math.min(6, words.length); size > 0; size -= 1) {
      for (let from = 0; from + size <= words.length; from += 1) {
        const part = words.slice(from, from + size);
        const key = part.join("");
        if (!known(key) || !/\d/.test(part.at(-1)) || !(part[0].length <= 4 || /\d/.test(part[0]))) continue;
        const entry = await this.exact(`#${key}`);
        if (entry) return { entries: [[entry, 1]], from, size };
      }
    }
    const key = words.join("");
    if (!known(key) || key.length < 4 || !/^.{0,4}\d/.test(key)) return null;
    const entries = await this.longer(`#${key}`);
    return entries.length > 0 ? { entries: entries.map((entry) => [entry, 1]), from: 0, size: words.length } : null;
  }

  /// What a query asks for: each thing with its terms and what they count.
  async understand(query) {
    let words = wordsOf(fold(query));
    const number = await this.number(words);
    const asked = [];
    if (number) {
      words = words.toSpliced ? words.toSpliced(number.from, number.size) : [...words.slice(0, number.from), ...words.slice(number.from + number.size)];
      asked.push({ entries: number.entries, counts: NUMBER_COUNTS, needed: true });
    }
    const useful = words.filter((word) => !this.stop.has(word) && word.length >= (/^\d+$/.test(word) ? 4 : 2));
    const stems = [...new Set(useful.map(stem))];
    for (const term of stems) {
      const [own, longer] = await Promise.all([this.exact(term), term.length >= 3 ? this.longer(term) : []]);
      const entries = longer.map((entry) => [entry, LONGER_COUNTS]);
      if (own) entries.unshift([own, 1]);
      if (entries.length === 0) entries.push(...await this.shorter(term));
      asked.push({ entries, counts: 1, needed: !(own?.documents > MOST) });
    }
    if (!asked.some((thing) => thing.needed)) for (const thing of asked) thing.needed = true;
    return { asked, stems };
  }

  /// Finds documents, the best first. `most` says that none has all words; `many` that there may be more.
  async find(query) {
    const { asked, stems } = await this.understand(query);
    const scores = new Float64Array(this.head.documents);
    const matched = new Uint8Array(this.head.documents);
    for (const { entries, counts, needed } of asked) {
      const best = new Map();
      const [first] = entries;
      const documents = first?.[1] === 1 ? first[0].documents : entries.reduce((sum, [entry]) => sum + entry.documents, 0);
      for (const [entry, weight] of entries) {
        const reader = new Reader(entry.bytes);
        while (!reader.done) {
          const strength = reader.number() * weight;
          let document = 0;
          for (let left = reader.number(); left > 0; left -= 1) {
            document += reader.number();
            if (!(best.get(document) >= strength)) best.set(document, strength);
          }
        }
      }
      const value = this.rarity(Math.min(documents, this.head.documents)) * counts;
      for (const [document, strength] of best) {
        scores[document] += strength * value;
        if (needed) matched[document] += 1;
      }
    }
    const needed = asked.filter((thing) => thing.needed).length;
    const reached = matched.reduce((a, b) => Math.max(a, b), 0);
    const documents = [];
    if (reached > 0) matched.forEach((count, document) => count === reached && documents.push(document));
    documents.sort((a, b) => scores[b] - scores[a] || a - b);
    const many = asked.length > 0 && asked.every(({ entries }) => entries.some(([entry]) => entry.documents > MOST));
    return { documents, stems, asked: asked.length, most: reached > 0 && reached < needed, many };
  }

  /// What a hit shows.
  async hit(document) {
    const { chunk } = this.head;
    const hits = await this.file(`d${Math.floor(document / chunk)}.json`, (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    const [title, url, number, date, kind, body, status, summary] = hits[document % chunk];
    return { title, url, number, date, kind: this.kinds[kind]?.[1], body: this.head.bodies[body]?.[1], status: this.statuses[status], summary };
  }

  /// By what each document can be filtered: keys by the name of the filter.
  async values() {
    if (!this.known) {
      const count = Math.ceil(this.head.documents / this.head.column);
      const files = await Promise.all(Array.from({ length: count }, (_, at) => this.file(`f${at}.bin`, (bytes) => bytes)));
      const { bodies, topics, epoch } = this.head;
      this.known = [];
      for (const bytes of files) {
        const reader = new Reader(bytes);
        const size = Math.min(this.head.column, this.head.documents - this.known.length);
        const column = () => Array.from({ length: size }, () => reader.number());
        const [years, councils, kinds, statuses, counts] = [column(), column(), column(), column(), column()];
        const one = (at, list) => (at ? [list[at - 1][0]] : []);
        for (let at = 0; at < size; at += 1) {
          this.known.push({
            jahr: years[at] ? [String(years[at] + epoch)] : [],
            kommune: one(councils[at], bodies),
            art: one(kinds[at], this.kinds),
            status: one(statuses[at], this.statuses),
            thema: Array.from({ length: counts[at] }, () => topics[reader.number() - 1][0]),
          });
        }
      }
    }
    return this.known;
  }

  /// What readers see of a filter's value.
  label(filter, key) {
    const { head } = this;
    const list = { kommune: head.bodies, art: this.kinds, thema: head.topics, status: this.statuses }[filter];
    return list?.find(([known]) => known === key)?.[1] ?? key;
  }

  /// The documents that pass all `filters`, and how many each value of each filter would leave.
  async filter(documents, filters) {
    const values = await this.values();
    const counts = Object.fromEntries(FILTERS.map((name) => [name, new Map()]));
    const left = [];
    for (const document of documents) {
      const failed = FILTERS.filter((name) => filters[name] && !values[document][name].includes(filters[name]));
      if (failed.length === 0) left.push(document);
      for (const name of failed.length === 0 ? FILTERS : failed.length === 1 ? failed : []) {
        for (const key of values[document][name]) counts[name].set(key, (counts[name].get(key) ?? 0) + 1);
      }
    }
    return { documents: left, counts };
  }

  /// All papers, the newest first.
  all() {
    return Array.from({ length: this.head.papers }, (_, document) => document);
  }
}

export const FILTERS = ["kommune", "art", "thema", "jahr", "status"];

/// Whether a word of a text is one of those that were asked for, by itself or as a part.
export function isFound(word, stems) {
  const folded = fold(word);
  const own = stem(folded);
  return stems.some((asked) => own === asked || (asked.length > 2 && (folded.startsWith(asked) || (asked.length > 3 && folded.includes(asked)))));
}

/// The part of a text around the first words that were asked for.
export function around(text, stems, size = 220) {
  for (const match of text.matchAll(WORD)) {
    if (!isFound(match[0], stems)) continue;
    const start = Math.max(0, match.index - size / 3);
    const from = start === 0 ? 0 : text.indexOf(" ", start) + 1;
    const to = text.lastIndexOf(" ", from + size);
    const end = from + size >= text.length || to <= match.index ? from + size : to;
    return `${from > 0 ? "… " : ""}${text.slice(Math.min(from, match.index), end)}${end < text.length ? " …" : ""}`;
  }
  return "";
}

// --- showing ----------------------------------------------------------------------------------------

const ON_A_PAGE = 10;
/// Documents up to which the filters are loaded with the first hits.
const SMALL = 20_000;
/// Bytes above which a paper's text is not loaded for the words around a hit.
const TOO_LONG = 200_000;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/// A text with the words that were asked for marked.
function marked(text, stems) {
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(WORD)) {
    if (!isFound(match[0], stems)) continue;
    pieces.push(text.slice(at, match.index), element("mark", {}, match[0]));
    at = match.index + match[0].length;
  }
  return [...pieces, text.slice(at)];
}

async function bytesOf(address, most = Infinity) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  if (most === Infinity) return new Uint8Array(await answer.arrayBuffer());
  const parts = [];
  let size = 0;
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
}

function start(form) {
  const words = form.dataset;
  const field = form.elements.q;
  const section = document.getElementById("treffer");
  const tally = section.querySelector(".tally");
  const tips = section.querySelector(".tips");
  const list = section.querySelector(".results");
  const pages = section.querySelector(".pagination");
  const browse = document.getElementById("stoebern");
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  let opened;
  let turn = 0;
  let timer;
  let later;
  let latest = [];
  let touched = false;

  const index = () => (opened ??= Index.open(bytesOf, words.index).catch((error) => {
    opened = undefined;
    throw error;
  }));
  const figure = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, words.thousands);
  const fill = (text, name, value) => text.replace(`{${name}}`, () => value);
  const state = () => {
    const asked = new URLSearchParams(location.search);
    const filters = Object.fromEntries(FILTERS.map((name) => [name, asked.get(name) ?? ""]));
    return { q: (asked.get("q") ?? "").trim(), filters, page: Math.max(1, Number.parseInt(asked.get("seite"), 10) || 1) };
  };
  const address = (page) => {
    const asked = new URLSearchParams();
    if (field.value.trim()) asked.set("q", field.value.trim());
    for (const name of FILTERS) if (form.elements[name].value) asked.set(name, form.elements[name].value);
    if (page > 1) asked.set("seite", page);
    return `${location.pathname}${asked.size === 0 ? "" : `?${asked}`}`;
  };
  const go = (page, how) => {
    const next = address(page);
    if (next !== location.pathname + location.search) history[how](null, "", next);
    run();
  };

  /// Shows in a filter what can be chosen, with how many papers each choice leaves.
  const offer = (search, name, counts, chosen) => {
    const keys = [...counts.keys()];
    if (chosen && !counts.has(chosen)) keys.push(chosen);
    const label = (key) => search.label(name, key);
    keys.sort((a, b) => (name === "jahr" ? b.localeCompare(a) : label(a).localeCompare(label(b), document.documentElement.lang)));
    const options = keys.map((key) => element("option", { value: key }, `${label(key)} (${figure(counts.get(key) ?? 0)})`));
    form.elements[name].replaceChildren(element("option", { value: "" }, words.any), ...options);
    form.elements[name].value = chosen;
  };

  /// Offers in each filter what the latest hits have.
  const count = async (search, filters, mine) => {
    const { counts } = await search.filter(latest, filters);
    if (mine !== turn) return;
    for (const name of FILTERS) offer(search, name, counts[name], filters[name]);
  };

  const show = (hit, stems) => {
    const title = element("h3", hit.title.length > 120 ? { class: "long" } : {}, element("a", { href: hit.url }, ...marked(hit.title, stems)));
    const meta = element("p", { class: "meta" });
    if (hit.kind) meta.append(element("span", { class: "type" }, hit.kind), " ");
    if (hit.number) meta.append(element("span", { class: "number" }, hit.number), " ");
    meta.append(element("span", {}, hit.body ?? ""), " ");
    if (hit.date) meta.append(element("time", { datetime: hit.date }, day.format(new Date(hit.date))));
    const card = element("article", { class: "card" }, title, meta);
    if (hit.summary) card.append(element("p", { class: "gist" }, ...marked(hit.summary, stems)));
    if (hit.status) card.append(element("p", { class: "fate" }, element("span", { class: `stamp is-${hit.status[0]}` }, hit.status[1])));
    return element("li", {}, card);
  };

  /// Adds the words around what was asked for where title and summary do not have it.
  const explain = async (search, hits, items, stems, mine) => {
    for (const [at, hit] of hits.entries()) {
      if (mine !== turn) return;
      const told = wordsOf(`${hit.title} ${hit.summary}`);
      const open = stems.filter((asked) => !told.some((word) => isFound(word, [asked])));
      if (open.length === 0 || !search.head.twin || !hit.kind) continue;
      const bytes = await bytesOf(hit.url + search.head.twin, TOO_LONG).catch(() => null);
      if (!bytes || mine !== turn) continue;
      const { text, proposal = [] } = JSON.parse(new TextDecoder().decode(bytes));
      const plain = [text ?? "", ...proposal.map((point) => point.text)].join(" ").replace(/\]\([^)]*\)/g, " ").replace(/[*_#>|[\]`]+|-{3,}/g, " ").replace(/\s+/g, " ");
      const context = around(plain, open);
      if (context) items[at].querySelector(".meta").after(element("p", { class: "context" }, ...marked(context, stems)));
    }
  };

  const paginate = (total, page) => {
    const last = Math.ceil(total / ON_A_PAGE);
    const step = (to, label, rel) => element("a", { class: "step", rel, href: address(to), "data-page": to }, label);
    pages.replaceChildren();
    if (page > 1) pages.append(step(page - 1, words.previous, "prev"));
    pages.append(element("span", {}, fill(fill(words.page, "number", figure(page)), "pages", figure(last))));
    if (page < last) pages.append(step(page + 1, words.next, "next"));
    pages.hidden = last < 2;
  };

  /// Puts hits in place of those before. Who stands on one that is still found stays on it; who stands on one
  /// that is not comes back to the field.
  const put = (items) => {
    const on = list.contains(document.activeElement) ? document.activeElement.href : null;
    list.replaceChildren(...items);
    if (on !== null) ([...list.querySelectorAll("h3 a")].find((link) => link.href === on) ?? field).focus();
  };

  const run = async () => {
    const mine = ++turn;
    clearTimeout(later);
    const { q, filters, page } = state();
    const filtered = FILTERS.some((name) => filters[name]);
    const asked = q !== "" || filtered;
    browse.hidden = asked;
    section.hidden = !asked;
    list.setAttribute("aria-busy", asked);
    if (!asked) {
      put([]);
      tally.textContent = "";
      if (touched) await index().then((search) => {
        latest = search.all();
        return count(search, filters, mine);
      }).catch(() => {});
      return;
    }
    try {
      const search = await index();
      const found = q ? await search.find(q) : { documents: search.all(), stems: [], asked: 1 };
      if (mine !== turn) return;
      let { documents } = found;
      if (filtered) ({ documents } = await search.filter(documents, filters));
      const current = Math.min(page, Math.max(1, Math.ceil(documents.length / ON_A_PAGE)));
      const shown = documents.slice((current - 1) * ON_A_PAGE, current * ON_A_PAGE);
      const hits = await Promise.all(shown.map((document) => search.hit(document)));
      if (mine !== turn) return;
      const items = hits.map((hit) => show(hit, found.stems));
      put(items);
      list.start = (current - 1) * ON_A_PAGE + 1;
      const form = found.many ? words.many : documents.length === 1 ? words.one : words.other;
      const said = documents.length === 0 ? fill(words.none, "query", q) : fill(form, "count", figure(documents.length));
      tally.textContent = found.most && documents.length > 0 ? `${said} ${words.most}` : said;
      tips.hidden = documents.length > 0;
      paginate(documents.length, current);
      later = setTimeout(() => explain(search, hits, items, found.stems, mine), 300);
      latest = found.documents;
      if (filtered || touched || search.head.documents <= SMALL) await count(search, filters, mine);
    } catch {
      if (mine === turn) tally.textContent = words.failed;
    } finally {
      if (mine === turn) list.setAttribute("aria-busy", false);
    }
  };

  /// Makes the form say what the address says.
  const restore = () => {
    const { q, filters } = state();
    field.value = q;
    for (const name of FILTERS) {
      const select = form.elements[name];
      if (filters[name] && ![...select.options].some((option) => option.value === filters[name])) {
        select.append(element("option", { value: filters[name] }, filters[name]));
      }
      select.value = filters[name];
    }
    run();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => go(1, "replaceState"), 120);
  });
  form.addEventListener("change", (event) => event.target !== field && go(1, "pushState"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    go(1, "pushState");
  });
  pages.addEventListener("click", (event) => {
    const step = event.target.closest("a[data-page]");
    if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(Number(step.dataset.page), "pushState");
    tally.focus();
    section.scrollIntoView();
  });
  addEventListener("popstate", restore);
  addEventListener("keydown", (event) => {
    const stops = [field, ...list.querySelectorAll("h3 a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      field.focus();
      if (at === 0 && field.value) {
        field.value = "";
        go(1, "replaceState");
      }
    }
  });

  // Loading begins when somebody comes to ask.
  field.addEventListener("focus", () => index().catch(() => {}), { once: true });
  form.hidden = false;
  restore();
  // What filters offer is loaded when somebody turns to them, or with the first hits of a small portal.
  const touch = () => {
    if (touched) return;
    touched = true;
    const mine = turn;
    const { q, filters } = state();
    index().then((search) => {
      if (q === "" && FILTERS.every((name) => !filters[name])) latest = search.all();
      return count(search, filters, mine);
    }).catch(() => { touched = false; });
  };
  for (const kind of ["focusin", "pointerenter"]) form.querySelector(".filters").addEventListener(kind, touch);
}

const form = typeof document === "undefined" ? null : document.getElementById("suche");
if (form) start(form);

// Sorts and filters a list of papers that is on one page as a whole; a list on several pages has links to
// narrower lists instead. What is chosen stands in the address, so that it can be shared.
"use strict";

{
  const finder = document.querySelector("template.finder-form");
  const list = finder?.parentElement.querySelector("ol.cards");
  if (list) {
    const form = finder.content.querySelector("fieldset").cloneNode(true);
    const output = form.querySelector("output");
    const reset = form.querySelector("button");
    const words = (card, selector) => card.querySelector(selector)?.textContent.trim() ?? "";
    const entries = [...list.children].map((item, place) => {
      const card = item.querySelector(".card");
      const day = card.querySelector("time")?.dateTime ?? "";
      return {
        item,
        place,
        day,
        titel: words(card, "h3"),
        nummer: words(card, ".meta .number"),
        facets: {
          art: [words(card, ".type")],
          stand: [words(card, ".fate .stamp")],
          thema: card.dataset.topics?.split("|") ?? [],
          jahr: [day.slice(0, 4)],
          kommune: [words(card, ".meta .quiet")],
        },
      };
    });

    const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    // What lacks a day or a number comes last; what is equal stays in its order.
    const lackLast = (key, order) => (a, b) => (a[key] === "") - (b[key] === "") || order(a[key], b[key]) || a.place - b.place;
    const orders = {
      "": (a, b) => a.place - b.place,
      alt: (a, b) => (a.day === "") - (b.day === "") || compare(a.day, b.day) || b.place - a.place,
      titel: lackLast("titel", compare),
      nummer: lackLast("nummer", compare),
    };

    const filters = [];
    for (const select of [...form.elements].filter((field) => field.localName === "select" && field.name !== "ordnung")) {
      const values = [...new Set(entries.flatMap(({ facets }) => facets[select.name]).filter(Boolean))];
      if (values.length < 2) {
        select.closest("label").remove();
        continue;
      }
      values.sort(select.name === "jahr" ? (a, b) => compare(b, a) : compare);
      select.append(new Option(form.dataset.all, ""), ...values.map((value) => new Option(value, value)));
      filters.push(select);
    }
    const fields = [form.elements.ordnung, ...filters];

    const show = () => {
      const fits = ({ facets }) => filters.every(({ name, value }) => !value || facets[name].includes(value));
      let count = 0;
      for (const entry of entries) {
        const shown = fits(entry);
        entry.item.hidden = !shown;
        count += shown;
      }
      list.append(...[...entries].sort(orders[form.elements.ordnung.value] ?? orders[""]).map(({ item }) => item));
      const told = count ? form.dataset.shown.replace("{count}", count).replace("{total}", entries.length) : form.dataset.none;
      output.textContent = told;
      reset.hidden = fields.every(({ value }) => !value);
    };
    const remember = () => {
      const address = new URL(location.href);
      for (const { name, value } of fields) {
        // One order, whatever was chosen first.
        address.searchParams.delete(name);
        if (value) address.searchParams.append(name, value);
      }
      history.replaceState(history.state, "", address);
    };
    const recall = () => {
      const asked = new URL(location.href).searchParams;
      for (const field of fields) {
        const value = asked.get(field.name) ?? "";
        field.value = [...field.options].some((option) => option.value === value) ? value : "";
      }
    };

      form.addEventListener("change", () => {
      show();
      remember();
    });
    reset.addEventListener("click", () => {
      for (const field of fields) field.value = "";
      show();
      remember();
      fields[0].focus();
    });
    recall();
    show();
    finder.after(form);
  }
}

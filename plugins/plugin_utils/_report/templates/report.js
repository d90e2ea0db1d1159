/*
Copyright: (c) 2026, aemfleet.ims contributors
GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later
*/
(() => {
  "use strict";
  const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const blocks = [...document.querySelectorAll("[data-host]")];
  const authors = [...document.querySelectorAll("details[data-host]")];
  const texts = new Map();

  for (const block of blocks) {
    const host = block.dataset.host;
    texts.set(host, `${texts.get(host) ?? ""} ${block.textContent}`.toLowerCase());
  }

  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort ?? cell.textContent.trim();
  };

  const sort = (heading, body) => {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentElement.cells) {
      other.removeAttribute("aria-sort");
    }
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const column = heading.cellIndex;
    const sign = descending ? -1 : 1;
    const rows = [...body.rows].sort((one, two) => sign * order.compare(value(one, column), value(two, column)));
    body.append(...rows);
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    for (const heading of table.tHead.rows[0].cells) {
      if (heading.classList.contains("unsorted")) {
        continue;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(heading, table.tBodies[0]));
      heading.append(button);
    }
  }

  const filter = () => {
    const chosen = new FormData(form);
    const statuses = new Set(chosen.getAll("status"));
    const wanted = chosen.get("text").trim().toLowerCase();
    const fits = (block) => statuses.has(block.dataset.status) && texts.get(block.dataset.host).includes(wanted);
    for (const block of blocks) {
      block.hidden = !fits(block);
    }
    const count = authors.filter((author) => !author.hidden).length;
    shown.textContent = `${count} of ${authors.length} authors shown`;
  };

  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
    }
  };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => {
    for (const author of authors) {
      author.open = true;
    }
  });
  filter();
  reveal();
})();

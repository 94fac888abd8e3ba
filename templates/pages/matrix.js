"use strict";
{
  const LEADING = 4; // columns before those of the regions
  const KINDS = ["missing", "unoffered", "has", "unneeded"]; // as regions sort them
  const collator = new Intl.Collator("en", { numeric: true });
  const tables = [...document.querySelectorAll("table")].map((table) => ({
    body: table.tBodies[0],
    heads: [...table.tHead.rows[0].cells],
    rows: [...table.tBodies[0].rows], // as declared
  }));
  const filter = document.getElementById("filter");
  const gaps = document.getElementById("gaps");
  const texts = new Map();

  /** What the filter looks at in a row: all its text and its IDs, in lower case. */
  function text(row) {
    if (!texts.has(row)) {
      const ids = [...row.cells].map((cell) => cell.title);
      texts.set(row, [row.textContent, ...ids].join(" ").toLowerCase());
    }
    return texts.get(row);
  }

  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let all = 0;
    for (const { body, rows } of tables) {
      for (const row of rows) {
        const found = words.every((word) => text(row).includes(word));
        row.hidden = !found || (gaps.checked && !row.querySelector(".missing"));
        if (row.hidden) fold(row);
        shown += !row.hidden;
        all += 1;
      }
      body.closest("section").hidden = rows.every((row) => row.hidden);
    }
    document.getElementById("count").value = shown < all ? `${shown} of ${all} rows` : "";
  }

  function key(row, column) {
    const cell = row.cells[column];
    if (column >= LEADING) return KINDS.indexOf(cell.className).toString();
    return cell.firstChild ? cell.firstChild.textContent.trim() : "";
  }

  /** Ascending, descending, and as declared again. */
  function sort({ body, heads, rows }, column) {
    const direction = { ascending: "descending", descending: null }[heads[column].ariaSort];
    const next = direction === undefined ? "ascending" : direction;
    for (const head of heads) head.ariaSort = null;
    heads[column].ariaSort = next;
    const sign = next === "ascending" ? 1 : -1;
    const order = rows.map((row) => [key(row, column), row]);
    // Empty cells, such as those of versions that do not expire, come last either way.
    const compare = ([one], [other]) => !one - !other || sign * collator.compare(one, other);
    if (next) order.sort(compare);
    rows.forEach(fold);
    body.append(...order.map(([, row]) => row));
  }

  function button(row) {
    return row.cells[0].querySelector("button");
  }

  function fold(row) {
    if (button(row).ariaExpanded === "true") row.nextElementSibling.remove();
    button(row).ariaExpanded = "false";
  }

  function unfold(row, heads) {
    const list = document.createElement("dl");
    [...row.cells].slice(LEADING).forEach((cell, index) => {
      if (cell.className === "unneeded") return;
      const entry = list.appendChild(document.createElement("div"));
      entry.className = cell.className;
      entry.appendChild(document.createElement("dt")).textContent = heads[LEADING + index].innerText.trim();
      entry.appendChild(document.createElement("dd")).textContent = cell.title || "missing";
    });
    const below = document.createElement("tr");
    below.className = "ids";
    const cell = below.appendChild(document.createElement("td"));
    cell.colSpan = row.cells.length;
    cell.append(list);
    list.style.width = `${row.closest(".scroll").clientWidth}px`; // stays in view
    row.after(below);
    button(row).ariaExpanded = "true";
  }

  for (const table of tables) {
    table.heads.forEach((head, column) => head.addEventListener("click", () => sort(table, column)));
    table.body.addEventListener("click", (event) => {
      const row = event.target.closest("tr");
      if (!event.target.closest("th") || event.target.closest("details")) return;
      if (button(row).ariaExpanded === "true") fold(row);
      else unfold(row, table.heads);
    });
  }
  filter.addEventListener("input", show);
  gaps.addEventListener("change", show);
  window.addEventListener("pageshow", show); // after going back, the fields are filled
  filter.form.addEventListener("submit", (event) => event.preventDefault());
}

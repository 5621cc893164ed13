"use strict";
// Only a help: without it every row is there. A box above a long part hides the rows that do not hold its words.
for (const part of document.querySelectorAll("[data-filter]")) {
  const rows = [...part.querySelectorAll(part.dataset.rows)];
  if (rows.length < 8) continue;
  const box = document.createElement("div");
  box.className = "filter";
  const label = document.createElement("label");
  label.textContent = part.dataset.filter + " ";
  const input = document.createElement("input");
  input.type = "search";
  label.append(input);
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  box.append(label);
  let only = null;
  if ("differs" in part.dataset) {
    const other = document.createElement("label");
    only = document.createElement("input");
    only.type = "checkbox";
    other.append(only, " Only what differs from the roster");
    box.append(other);
  }
  box.append(told);
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of rows) {
      const group = row.closest("tbody, [data-group]");
      const head = group ? group.querySelector("tr.group, h3") : null;
      const text = (row.textContent + " " + (head ? head.textContent : "")).toLowerCase();
      row.hidden = !words.every((word) => text.includes(word)) || (only !== null && only.checked && !row.classList.contains("differs"));
      if (!row.hidden) left += 1;
    }
    for (const group of part.querySelectorAll("tbody, [data-group]")) {
      group.hidden = !rows.some((row) => !row.hidden && group.contains(row));
    }
    told.textContent = left === rows.length ? "" : left + " of " + rows.length + " shown";
  };
  input.addEventListener("input", show);
  if (only) only.addEventListener("change", show);
  part.querySelector("h2").after(box);
}

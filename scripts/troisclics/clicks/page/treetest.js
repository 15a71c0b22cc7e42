"use strict";

// The questions are drawn for each person: nobody is asked more than they have patience for.
const { version, count, entries, questions } = window.TREE;
const byId = (id) => document.getElementById(id);
const drawn = draw(questions, count);
const answers = [];
let path = [];
let began = 0;

function draw(all, number) {
  const rest = [...all];
  const out = [];
  while (rest.length && out.length < number) {
    out.push(rest.splice(Math.floor(Math.random() * rest.length), 1)[0]);
  }
  return out;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function show(id) {
  for (const name of ["start", "ask", "end"]) byId(name).hidden = name !== id;
}

function ask() {
  const question = drawn[answers.length];
  if (!question) return end();
  path = [];
  began = performance.now();
  show("ask");
  byId("progress").textContent = `Question ${answers.length + 1} sur ${drawn.length}`;
  byId("question").textContent = question.question;
  byId("tree").replaceChildren(...entries.map(section));
  byId("question").focus();
}

// One section is open at a time, so that the way somebody took can be told.
function section(entry) {
  const list = element("ul", { hidden: true }, ...[{ label: "Accueil de la rubrique", url: entry.url }, ...entry.entries].map(leaf));
  const button = element("button", { type: "button", textContent: entry.label });
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const open = list.hidden;
    close();
    if (!open) return;
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    path.push(entry.url);
  });
  return element("li", {}, button, list);
}

function close() {
  for (const list of byId("tree").querySelectorAll("ul")) list.hidden = true;
  for (const button of byId("tree").querySelectorAll("[aria-expanded]")) button.setAttribute("aria-expanded", "false");
  byId("tree").querySelector(".choose")?.remove();
}

function leaf(entry) {
  const item = element("li", {});
  const button = element("button", { type: "button", textContent: entry.label });
  button.addEventListener("click", () => {
    byId("tree").querySelector(".choose")?.remove();
    path.push(entry.url);
    const choose = element("button", { type: "button", className: "choose", textContent: "Je chercherais ici" });
    choose.addEventListener("click", () => answer(entry.url));
    item.append(choose);
    choose.focus();
  });
  item.append(button);
  return item;
}

function answer(chosen) {
  const question = drawn[answers.length];
  const home = entries.find((entry) => entry.url === question.answer || entry.entries.some((below) => below.url === question.answer));
  const success = chosen === question.answer;
  const opened = path.filter((url) => entries.some((entry) => entry.url === url));
  answers.push({
    task: question.id,
    question: question.question,
    path,
    chosen,
    success,
    direct: success && opened.every((url) => url === home.url),
    seconds: Math.round((performance.now() - began) / 100) / 10,
  });
  ask();
}

function end() {
  show("end");
  const found = answers.filter((entry) => entry.success).length;
  const direct = answers.filter((entry) => entry.direct).length;
  byId("progress").textContent = "";
  byId("score").textContent = `Vous avez cherché au bon endroit ${found} fois sur ${answers.length}, dont ${direct} sans détour.`;
  const text = JSON.stringify({ version, answers }, null, 1);
  byId("save").href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  byId("thanks").focus();
}

byId("begin").addEventListener("click", ask);
byId("pass").addEventListener("click", () => answer(null));

// Opens the copy without a network or a session: unsealed here, drawn piece by piece, one screen at a time.

import { check, held, open } from "../lib/copy.js";

const TAGS = /^(h[1-4]|p|[uo]l|li|div|section|figure|blockquote|a|span|b|small|strong|bdi)$/;

export default async function copyOpen(box) {
  const shape = box.querySelector("svg");
  const sheet = shape.firstChild.getAttribute("href").split("#")[0];
  // The server is asked first whether the copy may stay, but a weak network is not waited for.
  const asked = check();
  await Promise.race([asked, new Promise((done) => setTimeout(done, 1500))]);
  const row = await held();
  const plan = row && (await open(row));
  if (!plan) return (box.lastElementChild.hidden = false);
  asked.then(held).then((still) => still || location.reload());

  const draw = (piece) => {
    if (piece.trim) return piece;
    const [tag, look, to, ...inside] = piece;
    if (tag === "icon") {
      const drawn = shape.cloneNode(true);
      drawn.firstChild.setAttribute("href", `${sheet}#${look}`);
      return drawn;
    }
    const made = document.createElement(TAGS.test(tag) ? tag : "p");
    made.className = look;
    if (/^(#|tel:)/.test(to)) made.href = to;
    made.append(...inside.map(draw));
    return made;
  };
  const show = (event) => {
    const { start, [location.hash.slice(1)]: screen = start } = plan.screens;
    box.replaceChildren(...[["p", "quiet", "", plan.as_of], ...screen, ["a", "button", "#", plan.back]].map(draw));
    box.lastChild.hidden = screen === start;
    scrollTo(0, 0);
    const [top] = box.getElementsByTagName("h1");
    top.tabIndex = -1;
    if (event) top.focus(); // another screen is read from its heading
  };
  Object.assign(box, { lang: plan.lang, dir: plan.dir });
  onhashchange = show;
  show();
}

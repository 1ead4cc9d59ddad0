// Opens the copy without a network or a session: unsealed here, drawn piece by piece, one screen at a time.

import { held, open } from "../lib/copy.js";
import check from "./copy-check.js";

const TAGS = /^(h[1-4]|p|ul|ol|li|div|section|figure|blockquote|a|span|b|small|strong|bdi)$/;
const SVG = "http://www.w3.org/2000/svg";

export default async function copyOpen(box) {
  const { icons } = box.dataset;
  // The server is asked first whether the copy may stay, but a weak network is not waited for.
  const asked = check().catch(() => {});
  await Promise.race([asked, new Promise((done) => setTimeout(done, 1500))]);
  const row = await held().catch(() => {});
  const plan = row && (await open(row));
  if (!plan) return (box.querySelector("[data-none]").hidden = false);
  asked.then(held).then((still) => still || location.reload());

  const draw = (piece) => {
    if (!Array.isArray(piece)) return piece;
    const [tag, look, to, ...inside] = piece;
    if (tag === "icon") return shape(`${icons}#${look}`);
    if (!TAGS.test(tag)) return "";
    const made = document.createElement(tag);
    made.className = look;
    if (/^(#|tel:)/.test(to)) made.href = to;
    made.append(...inside.map(draw));
    return made;
  };
  const show = () => {
    const { start, [location.hash.slice(1)]: screen = start } = plan.screens;
    const back = screen === start ? [] : [["a", "button", "#", plan.back]];
    box.replaceChildren(...[["p", "quiet", "", plan.as_of], ...screen, ...back].map(draw));
    scrollTo(0, 0);
  };
  Object.assign(box, { lang: plan.lang, dir: plan.dir });
  addEventListener("hashchange", show);
  show();
}

function shape(address) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.classList.add("icon");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", true);
  drawn.append(document.createElementNS(SVG, "use"));
  drawn.firstChild.setAttribute("href", address);
  return drawn;
}

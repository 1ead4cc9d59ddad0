// Where the browser can put the app on the home screen, our own button asks for it; elsewhere the words beside it tell how.

export default function install(box) {
  const button = box.querySelector("button");
  if (matchMedia("(display-mode: standalone)").matches) {
    box.hidden = true;
    return;
  }
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    button.hidden = false;
    button.addEventListener("click", () => event.prompt(), { once: true });
  });
}

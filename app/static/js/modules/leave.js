// A way out that Back does not undo.

export default function leave(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}

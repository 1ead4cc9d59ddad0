// After a form came back with something to put right, reading starts at the summary.

export default function focusHere(element) {
  element.focus();
}

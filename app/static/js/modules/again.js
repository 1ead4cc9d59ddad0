// Looks every few seconds whether something changed, and then loads the page again; gives up after two minutes.

export default function again({ dataset }) {
  let left = 40;
  const look = async () => {
    const answer = await fetch(dataset.again).then((found) => found.json()).catch(() => ({}));
    if (answer.state && answer.state !== dataset.was) return location.reload();
    if (--left) setTimeout(look, 3000);
  };
  setTimeout(look, 1000);
}

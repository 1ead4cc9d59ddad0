// Help now is kept on the phone, so the phone itself puts the number first that answers at this hour. Both stay.

const DAYS = { all: [0, 1, 2, 3, 4, 5, 6], weekdays: [0, 1, 2, 3, 4], weekend: [5, 6] };

const isOpen = (row, weekday, time) => {
  const days = DAYS[row.days ?? "all"] ?? [Number(row.days)];
  const [first, last] = [row.from_time, row.until_time];
  if (!first || !last) return days.includes(weekday);
  if (first < last) return days.includes(weekday) && first <= time && time < last;
  return (days.includes(weekday) && time >= first) || (days.includes((weekday + 6) % 7) && time < last);
};

const thereNow = (zone, at) => {
  const form = { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", form).formatToParts(at).map((part) => [part.type, part.value]),
  );
  return [["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(parts.weekday), `${parts.hour}:${parts.minute}`];
};

export default function thisHour(box) {
  const [weekday, time] = thereNow(box.dataset.zone, new Date());
  const open = JSON.parse(box.dataset.open).some((row) => isOpen(row, weekday, time));
  const right = box.querySelector(`[data-when="${open ? "open" : "closed"}"]`);
  right.querySelector("[data-now]").hidden = false;
  right.querySelector("[data-other]")?.remove();
  box.prepend(right);
}

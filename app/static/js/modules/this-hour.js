// Help now is kept on the phone, so the phone itself puts the number first that answers at this hour. Both stay.

const DAYS = { all: "0123456", weekdays: "01234", weekend: "56" }; // Monday is 0

const isOpen = (row, weekday, time) => {
  const days = DAYS[row.days ?? "all"] ?? String(row.days);
  const first = row.from_time || "00:00";
  const last = row.until_time || "24:00";
  const [today, since] = [days.includes(weekday), days.includes((weekday + 6) % 7)];
  return first < last ? today && first <= time && time < last : (today && time >= first) || (since && time < last);
};

const thereNow = (zone, at) => {
  const form = { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const [, day, time] = /^(\w+).*(\d\d:\d\d)/.exec(at.toLocaleString("en-GB", form)); // such as "Thu 14:05"
  return ["MonTueWedThuFriSatSun".indexOf(day) / 3, time];
};

export default function thisHour(box) {
  const [weekday, time] = thereNow(box.dataset.zone, new Date());
  const open = JSON.parse(box.dataset.open).some((row) => isOpen(row, weekday, time));
  const right = box.querySelector(`[data-when="${open ? "open" : "closed"}"]`);
  right.querySelector("[data-now]").hidden = false;
  right.querySelector("[data-other]")?.remove();
  box.prepend(right);
}

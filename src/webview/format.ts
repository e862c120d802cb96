/** `0:07`, `12:40`, `1:02:03`; `decimals` 1 gives `0:07.4`. Never rounds up to a time that has not come yet. */
export function formatTime(seconds: number, decimals: 0 | 1 = 0): string {
  const tenths = Math.max(0, Math.floor(seconds * 10 + 1e-6));
  const whole = Math.floor(tenths / 10);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(rest).padStart(2, '0')}${decimals === 1 ? `.${tenths % 10}` : ''}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** Of one segment: `5.2 s`, `1:12`. */
export function formatLength(seconds: number): string {
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : formatTime(Math.round(seconds));
}

/** For ears: `1 minute 12 seconds`. */
export function spokenTime(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    plural(Math.floor(whole / 3600), 'hour'),
    plural(Math.floor(whole / 60) % 60, 'minute'),
    plural(whole % 60, 'second'),
  ];
  const said = parts.filter((part) => !part.startsWith('0 '));
  return said.length > 0 ? said.join(' ') : '0 seconds';
}

/** Decimal units, as file managers use them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function formatTimeLeft(seconds: number): string {
  if (seconds < 3) return 'almost done';
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `about ${minutes} min left`;
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

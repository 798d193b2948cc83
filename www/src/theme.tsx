// The theme: light, dark, or that of the system.
import { effect, signal } from "@preact/signals";

const STORAGE_KEY = "clerk-metadata-theme";
const THEMES = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

type Theme = (typeof THEMES)[number][0];

const theme = signal((localStorage.getItem(STORAGE_KEY) as Theme | null) ?? "system");

effect(() => {
  if (theme.value === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme.value;
});

export function ThemeSwitch() {
  return (
    <label class="theme">
      <span class="for-readers">Theme</span>
      <select
        value={theme.value}
        onChange={(event) => {
          theme.value = event.currentTarget.value as Theme;
          localStorage.setItem(STORAGE_KEY, theme.value);
        }}
      >
        {THEMES.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

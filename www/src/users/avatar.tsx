// A picture of the user's own, else the initials: the sandbox asks no other host for anything.

export function Avatar({ name, image }: { name: string; image: string | undefined }) {
  if (image) return <img class="avatar" src={image} alt="" loading="lazy" referrerpolicy="no-referrer" />;
  const words = name
    .replace(/@.*/, "")
    .split(/[\s._-]+/)
    .filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("");
  return (
    <span class="avatar" aria-hidden="true">
      {initials.toUpperCase()}
    </span>
  );
}

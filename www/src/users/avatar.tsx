// The user's image, or the initials. The sandbox makes no requests to other hosts.

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

import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/")({ component: Home });

function Home() {
  return (
    <form method="post" action="/api/example">
      <button>Save</button>
    </form>
  );
}

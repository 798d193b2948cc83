import { Show, SignInButton, UserButton } from "@clerk/react-router";
import { useFetcher } from "react-router";

export default function Home() {
  const fetcher = useFetcher();
  return (
    <main>
      <Show when="signed-out">
        <SignInButton />
      </Show>
      <Show when="signed-in">
        <UserButton />
        <fetcher.Form method="post" action="/example">
          <button>Set my birthday</button>
        </fetcher.Form>
      </Show>
    </main>
  );
}

import { SMALL_PARAMS } from "../data.mjs";

export async function call() {
  const response = await fetch("https://api.clerk.com/v1/users/user_bench/metadata", {
    method: "PATCH",
    headers: { authorization: "Bearer sk_test_bench", "content-type": "application/json" },
    body: JSON.stringify({ public_metadata: SMALL_PARAMS.publicMetadata }),
  });
  return response.json();
}

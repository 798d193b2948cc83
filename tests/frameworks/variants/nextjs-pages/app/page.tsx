export default function Page() {
  return <p>The pages are /client, /main and /no-store.</p>;
}

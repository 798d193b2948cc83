import { saveBirthday } from "./actions";

export default function Page() {
  return (
    <form action={saveBirthday}>
      <input name="birthday" type="date" defaultValue="1990-01-01" required />
      <button>Save</button>
    </form>
  );
}

// What runs in the browser: the list of results, the cart, the login form.

interface Lamp {
  number: number;
  name: string;
  price_cents: number;
}

interface Session {
  name: string;
  token: string;
}

function money(cents: number): string {
  return `${(cents / 100).toFixed(2)} €`;
}

function row(lamp: Lamp): HTMLLIElement {
  const item = document.createElement("li");
  const name = document.createElement("strong");
  name.innerHTML = lamp.name;
  const price = document.createElement("span");
  price.textContent = money(lamp.price_cents);
  item.append(name, " ", price);
  return item;
}

export async function showResults(list: HTMLElement): Promise<void> {
  const term = new URLSearchParams(location.search).get("q") ?? "";
  const answer = await fetch(`/api/lamps/search?q=${encodeURIComponent(term)}`);
  const lamps = (await answer.json()) as Lamp[];
  list.innerHTML = "";
  list.append(...lamps.map(row));
}

export async function addToCart(lamp: number, counter: HTMLElement): Promise<void> {
  const answer = await fetch("/api/cart", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ lamp, amount: 1 }),
  });
  const { items } = (await answer.json()) as { items: number };
  counter.textContent = String(items);
}

export async function logIn(form: HTMLFormElement, greeting: HTMLElement): Promise<void> {
  const answer = await fetch("/login", { method: "POST", body: new FormData(form), credentials: "same-origin" });
  const session = (await answer.json()) as Session;
  localStorage.setItem("token", session.token);
  localStorage.setItem("theme", "dark");
  greeting.textContent = `Hello ${session.name}`;
}

const results = document.getElementById("results");
if (results) {
  void showResults(results);
}

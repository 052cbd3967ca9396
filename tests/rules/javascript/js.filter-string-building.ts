import ldap from "ldapjs";
import xpath from "xpath";

const client = ldap.createClient({ url: "ldaps://ldap.example" });

export function findPerson(name: string) {
  // ruleid: js.filter-string-building
  return client.search("ou=people,dc=example", { filter: `(uid=${name})` });
}

class Desk {
  constructor(private readonly floor: string, private readonly tree: Document) {}

  everybody() {
    // ruleid: js.filter-string-building
    return "(&(objectClass=person)(floor=" + this.floor + "))";
  }

  chair(number: string) {
    const cleaned = number.replace("'", "");
    // ruleid: js.filter-string-building
    return xpath.select1("//chair[@number='" + cleaned + "']", this.tree);
  }
}

export function escaped(name: string) {
  const safe = ldap.escapeFilter(name);
  // ok: js.filter-string-building
  return client.search("ou=people,dc=example", { filter: `(uid=${safe})` });
}

export function byNumber(number: string) {
  // ok: js.filter-string-building
  return xpath.select(`//chair[@number='${Number(number)}']`, tree);
}

export function listed(kind: string) {
  if (!KINDS.has(kind)) throw new Error("kind");
  // ok: js.filter-string-building
  return xpath.select(`//chair[@kind='${kind}']`, tree);
}

export function constant() {
  const kind = "oak";
  // ok: js.filter-string-building
  return `(kind=${kind})`;
}

export function byNumber(id: number) {
  // ok: js.filter-string-building
  return xpath.select(`//item[@id="${id}"]`, tree);
}

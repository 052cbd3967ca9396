import express, { Request, Response } from 'express';
import Fastify from 'fastify';
import ldap from 'ldapjs';
import * as ldapEscape from 'ldap-escape';
import { AndFilter, Client, EqualityFilter, Filter } from 'ldapts';
import { Controller, Get, Param, Query } from '@nestjs/common';

export const app = express();
export const fastify = Fastify();
const BASE = 'ou=people,dc=example,dc=org';
const directory = ldap.createClient({ url: 'ldaps://ldap.example.org' });
const client = new Client({ url: 'ldaps://ldap.example.org' });

app.use(express.json());

// unsafe: ldap-injection - filter by template literal
app.get('/people', (req: Request, res: Response) => {
  const uid = String(req.query.uid);
  const options: ldap.SearchOptions = { scope: 'sub', filter: `(&(objectClass=person)(uid=${uid}))`, attributes: ['cn'] };
  directory.search(BASE, options, (error, result) => {
    if (error) {
      res.sendStatus(502);
      return;
    }
    const names: string[] = [];
    result.on('searchEntry', (entry) => names.push(entry.dn.toString()));
    result.on('error', () => res.sendStatus(502));
    result.on('end', () => res.json(names));
  });
});

// safe: ldap-injection - filter by objects of the library
app.get('/people/exact', (req: Request, res: Response) => {
  const uid = String(req.query.uid);
  const filter = new ldap.AndFilter({
    filters: [
      new ldap.EqualityFilter({ attribute: 'objectClass', value: 'person' }),
      new ldap.EqualityFilter({ attribute: 'uid', value: uid }),
    ],
  });
  directory.search(BASE, { scope: 'sub', filter, attributes: ['cn'] }, (error, result) => {
    if (error) {
      res.sendStatus(502);
      return;
    }
    const names: string[] = [];
    result.on('searchEntry', (entry) => names.push(entry.dn.toString()));
    result.on('error', () => res.sendStatus(502));
    result.on('end', () => res.json(names));
  });
});

// unsafe: ldap-injection - string concatenation in a service class
class PhoneBook {
  constructor(private readonly mail: string) {}

  private filter(): string {
    return '(|(mail=' + this.mail + ')(proxyAddresses=smtp:' + this.mail + '))';
  }

  async lookup() {
    const { searchEntries } = await client.search(BASE, { filter: this.filter(), attributes: ['telephoneNumber'] });
    return searchEntries;
  }
}

fastify.post<{ Body: { mail: string } }>('/phone', async (request) => new PhoneBook(request.body.mail).lookup());

// safe: ldap-injection - the value is escaped by the library before it is concatenated
class AddressBook {
  private readonly mail: string;

  constructor(mail: string) {
    this.mail = Filter.escape(mail);
  }

  async lookup() {
    const filter = '(|(mail=' + this.mail + ')(proxyAddresses=smtp:' + this.mail + '))';
    const { searchEntries } = await client.search(BASE, { filter, attributes: ['postalAddress'] });
    return searchEntries;
  }
}

fastify.post<{ Body: { mail: string } }>('/address', async (request) =>
  new AddressBook(String(request.body.mail)).lookup(),
);

// unsafe: ldap-injection - escaped for a filter but used in a distinguished name
@Controller('departments')
export class DepartmentController {
  @Get(':name/members')
  async members(@Param('name') name: string) {
    const base = `ou=${ldapEscape.filter`${name}`},dc=example,dc=org`;
    const { searchEntries } = await client.search(base, { scope: 'one', filter: '(objectClass=person)' });
    return searchEntries.map((entry) => entry.cn);
  }
}

// safe: ldap-injection - escaped for a distinguished name
@Controller('teams')
export class TeamController {
  @Get(':name/members')
  async members(@Param('name') name: string) {
    const base = ldapEscape.dn`ou=${name},dc=example,dc=org`;
    const { searchEntries } = await client.search(base, { scope: 'one', filter: '(objectClass=person)' });
    return searchEntries.map((entry) => entry.cn);
  }
}

// unsafe: ldap-injection - the check looks at the length only
app.post('/groups/check', async (req: Request, res: Response) => {
  const { group, member } = req.body as Record<string, string>;
  if (group.length > 64 || member.length > 64) {
    res.status(400).json({ error: 'too long' });
    return;
  }
  const clauses = [`(cn=${group})`, `(memberUid=${member})`];
  const { searchEntries } = await client.search('ou=groups,dc=example,dc=org', { filter: `(&${clauses.join('')})` });
  res.json({ member: searchEntries.length > 0 });
});

// safe: ldap-injection - the check admits letters, digits and hyphens only
app.post('/groups/size', async (req: Request, res: Response) => {
  const group = String(req.body.group);
  if (!/^[a-z0-9-]{1,64}$/.test(group)) {
    res.status(400).json({ error: 'unknown group' });
    return;
  }
  const clauses = ['(objectClass=posixGroup)', `(cn=${group})`];
  const { searchEntries } = await client.search('ou=groups,dc=example,dc=org', { filter: `(&${clauses.join('')})` });
  res.json({ known: searchEntries.length > 0 });
});

// safe: ldap-injection - the number is a number
@Controller('badges')
export class BadgeController {
  @Get()
  async owner(@Query('number') badge: string) {
    const filter = `(employeeNumber=${Number.parseInt(badge, 10)})`;
    const { searchEntries } = await client.search(BASE, { filter, attributes: ['cn'] });
    return searchEntries;
  }
}

// unsafe: ldap-injection - the request value reaches the filter by the branch that runs
app.get('/printers', async (req: Request, res: Response) => {
  const floor = 4;
  const location = floor * 30 > 150 ? 'lobby' : decodeURIComponent(String(req.headers['x-location']));
  const { searchEntries } = await client.search('ou=printers,dc=example,dc=org', {
    filter: '(printer-location=*'.concat(location, '*)'),
  });
  res.json(searchEntries.map((entry) => entry.dn));
});

// safe: ldap-injection - the branch with the request value is never taken
app.get('/rooms', async (req: Request, res: Response) => {
  const size = 30;
  let kind = 'meeting';
  if (size * 3 > 120) {
    kind = String(req.query.kind);
  }
  const { searchEntries } = await client.search('ou=rooms,dc=example,dc=org', { filter: `(roomKind=${kind})` });
  res.json(searchEntries.map((entry) => entry.dn));
});

// safe: ldap-injection - a composed filter of the library, values are never parsed
fastify.get<{ Querystring: { name: string } }>('/surname', async (request) => {
  const filter = new AndFilter({
    filters: [
      new EqualityFilter({ attribute: 'objectClass', value: 'person' }),
      new EqualityFilter({ attribute: 'sn', value: String(request.query.name) }),
    ],
  });
  const { searchEntries } = await client.search(BASE, { filter, attributes: ['cn'] });
  return searchEntries;
});

package com.acme.directory;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.springframework.ldap.core.AttributesMapper;
import org.springframework.ldap.core.LdapTemplate;
import org.springframework.ldap.query.LdapQueryBuilder;
import org.springframework.ldap.support.LdapEncoder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

class PeopleSearch {
    private static final String BASE = "ou=people,dc=acme,dc=example";
    private static final Map<String, String> GROUPS =
            Map.of("dev", "cn=developers", "ops", "cn=operations", "hr", "cn=people");
    private static final AttributesMapper<String> COMMON_NAME = attrs -> (String) attrs.get("cn").get();

    private DirContext directory;
    private LdapTemplate ldap;

    // unsafe: ldap-injection
    public boolean exists(HttpServletRequest request) throws NamingException {
        String uid = request.getParameter("uid");
        SearchControls controls = new SearchControls();
        controls.setSearchScope(SearchControls.SUBTREE_SCOPE);
        NamingEnumeration<SearchResult> found =
                directory.search(BASE, "(&(objectClass=person)(uid=" + uid + "))", controls);
        return found.hasMore();
    }

    // safe: ldap-injection - the filter argument is escaped by the provider
    public boolean known(HttpServletRequest request) throws NamingException {
        String uid = request.getParameter("uid");
        SearchControls controls = new SearchControls();
        controls.setSearchScope(SearchControls.SUBTREE_SCOPE);
        NamingEnumeration<SearchResult> found =
                directory.search(BASE, "(&(objectClass=person)(uid={0}))", new Object[] {uid}, controls);
        return found.hasMore();
    }

    // unsafe: ldap-injection - Spring LDAP with a formatted filter
    @GetMapping("/people")
    public List<String> people(@RequestParam("q") String term) {
        String filter = String.format("(|(cn=*%s*)(mail=%s@*))", term, term);
        return ldap.search(BASE, filter, COMMON_NAME);
    }

    // safe: ldap-injection - the encoder of the library
    @GetMapping("/colleagues")
    public List<String> colleagues(@RequestParam("q") String term) {
        String encoded = LdapEncoder.filterEncode(term);
        String filter = String.format("(|(cn=*%s*)(mail=%s@*))", encoded, encoded);
        return ldap.search(BASE, filter, COMMON_NAME);
    }

    // unsafe: ldap-injection - the asterisk alone is taken away
    private String withoutWildcard(String text) {
        return text.replace("*", "");
    }

    @GetMapping("/phonebook/{name}")
    public List<String> phonebook(@PathVariable String name) {
        StringBuilder filter = new StringBuilder("(&(telephoneNumber=*)(cn=");
        filter.append(withoutWildcard(name)).append("))");
        return ldap.search(BASE, filter.toString(), COMMON_NAME);
    }

    // safe: ldap-injection - the query builder encodes
    @GetMapping("/rooms/{name}")
    public List<String> rooms(@PathVariable String name) {
        return ldap.search(
                LdapQueryBuilder.query().base("ou=rooms").where("objectClass").is("room").and("cn").is(name),
                COMMON_NAME);
    }

    // unsafe: ldap-injection - a distinguished name pasted together
    public String displayName(HttpServletRequest request) throws NamingException {
        String[] parts = request.getHeader("X-Account").split(":", 2);
        String dn = "uid=" + parts[1] + ",ou=people,dc=acme,dc=example";
        return (String) directory.getAttributes(dn, new String[] {"displayName"}).get("displayName").get();
    }

    // safe: ldap-injection - the name is built from a relative name with an escaped value
    public String title(HttpServletRequest request) throws NamingException {
        String[] parts = request.getHeader("X-Account").split(":", 2);
        LdapName dn = new LdapName(BASE);
        dn.add(new Rdn("uid", parts[1]));
        return (String) directory.getAttributes(dn, new String[] {"title"}).get("title").get();
    }

    // safe: ldap-injection - the group is looked up in a constant table
    @GetMapping("/groups/members")
    public List<String> members(@RequestParam String group) {
        String cn = GROUPS.get(group);
        if (cn == null) {
            return List.of();
        }
        return ldap.search("ou=groups", "(&(objectClass=groupOfNames)(" + cn + "))", COMMON_NAME);
    }

    // safe: ldap-injection - letters and digits only
    public List<String> logins(HttpServletRequest request) throws NamingException {
        String login = request.getParameter("login");
        if (login == null || !login.matches("[A-Za-z0-9]{1,32}")) {
            throw new IllegalArgumentException("login");
        }
        DirContext context = new InitialDirContext();
        List<String> names = new ArrayList<>();
        NamingEnumeration<SearchResult> results = context.search(BASE, "(uid=" + login + ")", new SearchControls());
        while (results.hasMore()) {
            names.add(results.next().getNameInNamespace());
        }
        context.close();
        return names;
    }
}

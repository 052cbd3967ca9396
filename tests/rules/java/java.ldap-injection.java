package directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import jakarta.servlet.http.HttpServletRequest;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import javax.naming.directory.SearchControls;
import org.springframework.ldap.core.LdapTemplate;
import org.springframework.ldap.support.LdapEncoder;

class Directory {
    private LdapTemplate ldapTemplate;

    void byName(HttpServletRequest request, DirContext context, SearchControls controls) throws Exception {
        String filter = "(&(objectClass=person)(uid=" + request.getParameter("name") + "))";
        // ruleid: java.ldap-injection
        context.search("ou=people", filter, controls);
    }

    void base(HttpServletRequest request, SearchControls controls) throws Exception {
        InitialDirContext idc = new InitialDirContext();
        // ruleid: java.ldap-injection
        idc.search("ou=" + request.getParameter("group"), "(objectClass=person)", controls);
        // ruleid: java.ldap-injection
        idc.search("ou=people", String.format("(mail=%s)", request.getParameter("mail")), new Object[0], controls);
    }

    void template(HttpServletRequest request) {
        // ruleid: java.ldap-injection
        ldapTemplate.search("ou=people", "(uid=" + request.getParameter("name") + ")", mapper);
    }

    void arguments(HttpServletRequest request, DirContext context, SearchControls controls) throws Exception {
        // ok: java.ldap-injection
        context.search("ou=people", "(uid={0})", new Object[] {request.getParameter("name")}, controls);
    }

    void encoded(HttpServletRequest request) {
        String name = LdapEncoder.filterEncode(request.getParameter("name"));
        // ok: java.ldap-injection
        ldapTemplate.search("ou=people", "(uid=" + name + ")", mapper);
    }

    void checked(HttpServletRequest request, DirContext context, SearchControls controls) throws Exception {
        String name = request.getParameter("name");
        if (!name.matches("\\w+")) {
            return;
        }
        // ok: java.ldap-injection
        context.search("ou=people", "(uid=" + name + ")", controls);
    }

    void names(HttpServletRequest request, DirContext context, LdapTemplate template) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java.ldap-injection
        context.getAttributes("uid=" + name + ",ou=people");
        // ruleid: java.ldap-injection
        template.lookup("cn=" + name + ",ou=groups");
        // ok: java.ldap-injection
        context.getAttributes("uid=" + Rdn.escapeValue(name) + ",ou=people");
        // ok: java.ldap-injection
        template.lookup(LdapNameBuilder.newInstance("ou=groups").add("cn", name).build());
        // ok: java.ldap-injection
        template.find(query().where("uid").is(name), Person.class);
    }
}

class ThirdArgument {
    void mail(HttpServletRequest request, LDAPConnection server) throws Exception {
        // ruleid: java.ldap-injection
        server.search("dc=shop", SearchScope.ONE, "(mail=" + request.getParameter("mail") + ")");
        // ok: java.ldap-injection
        server.search("dc=shop", SearchScope.ONE, Filter.createEqualityFilter("mail", request.getParameter("mail")));
    }
}

class AnyName {
    Object typed(HttpServletRequest request, DirContext people) throws Exception {
        // ok: java.ldap-injection
        people.search("ou=people", "(cn={0})", new Object[] {request.getParameter("cn")}, null);
        // ruleid: java.ldap-injection
        return people.search("ou=people", String.format("(cn=%s)", request.getParameter("cn")), null);
    }
}

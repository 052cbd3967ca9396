package directory

import (
	"fmt"
	"net/http"

	"github.com/go-ldap/ldap/v3"
)

func byName(w http.ResponseWriter, r *http.Request, conn *ldap.Conn) {
	filter := fmt.Sprintf("(&(objectClass=person)(uid=%s))", r.FormValue("name"))
	// ruleid: go.ldap-injection
	request := ldap.NewSearchRequest("dc=example", ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false, filter, nil, nil)
	use(conn.Search(request))
}

func direct(r *http.Request, conn *ldap.Conn) {
	// ruleid: go.ldap-injection
	use(conn.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, "(mail="+r.URL.Query().Get("mail")+")", nil, nil)))
}

func literal(r *http.Request, conn *ldap.Conn) {
	name := r.PathValue("name")
	// ruleid: go.ldap-injection
	use(conn.Search(&ldap.SearchRequest{BaseDN: "dc=example", Filter: "(cn=" + name + ")"}))
}

func escaped(r *http.Request, conn *ldap.Conn) {
	filter := fmt.Sprintf("(uid=%s)", ldap.EscapeFilter(r.FormValue("name")))
	// ok: go.ldap-injection
	use(conn.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, filter, nil, nil)))
}

func constant(r *http.Request, conn *ldap.Conn) {
	// ok: go.ldap-injection
	use(conn.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, "(objectClass=person)", nil, nil)))
}

func checked(r *http.Request, conn *ldap.Conn) {
	name := r.FormValue("name")
	if !namePattern.MatchString(name) {
		return
	}
	// ok: go.ldap-injection
	use(conn.Search(ldap.NewSearchRequest("dc=example", 2, 0, 0, 0, false, "(uid="+name+")", nil, nil)))
}

package catalogue

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/antchfx/xmlquery"
	"github.com/antchfx/xpath"
	"github.com/beevik/etree"
)

func login(w http.ResponseWriter, r *http.Request, document *xmlquery.Node) {
	name := r.FormValue("name")
	// ruleid: go.xpath-injection
	found := xmlquery.FindOne(document, "//user[name='"+name+"']")
	use(found)
}

func compiled(r *http.Request) {
	// ruleid: go.xpath-injection
	expression, err := xpath.Compile(fmt.Sprintf("//item[@id='%s']", r.PathValue("id")))
	use(expression, err)
}

func withEtree(r *http.Request, document *etree.Document) {
	// ruleid: go.xpath-injection
	for _, element := range document.FindElements("//book[title='" + r.URL.Query().Get("title") + "']") {
		use(element)
	}
}

func constant(r *http.Request, document *xmlquery.Node) {
	for _, user := range xmlquery.Find(document, "//user") {
		// ok: go.xpath-injection
		if user.SelectAttr("name") == r.FormValue("name") {
			use(user)
		}
	}
}

func numbered(r *http.Request, document *xmlquery.Node) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return
	}
	// ok: go.xpath-injection
	use(xmlquery.FindOne(document, fmt.Sprintf("//item[@id=%d]", id)))
}

func otherFind(r *http.Request, store *store) {
	// ok: go.xpath-injection
	use(store.Find(r.Context(), r.FormValue("name")))
}

package pages

import (
	"fmt"
	"html/template"
)

func bold(text string) template.HTML {
	// ruleid: go.unescaped-markup-building
	return template.HTML("<b>" + text + "</b>")
}

func link(target string, text string) template.HTML {
	// ruleid: go.unescaped-markup-building
	return template.HTML(fmt.Sprintf(`<a href="%s">there</a>`, target))
}

func start(mode string) template.JS {
	// ruleid: go.unescaped-markup-building
	return template.JS("start('" + mode + "')")
}

func escaped(text string) template.HTML {
	// ok: go.unescaped-markup-building
	return template.HTML("<b>" + template.HTMLEscapeString(text) + "</b>")
}

func constant() template.HTML {
	// ok: go.unescaped-markup-building
	return template.HTML("<b>new</b>")
}

func icon(size int) template.HTML {
	// ok: go.unescaped-markup-building
	return template.HTML(fmt.Sprintf(`<img width="%d">`, size))
}

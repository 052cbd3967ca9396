package partners

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

var partners = map[string]string{"swift": "https://api.swift.example"}

type hook struct {
	URL string `json:"url"`
}

func fetch(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.ssrf
	answer, err := http.Get(r.URL.Query().Get("url"))
	use(answer, err)
}

func notify(w http.ResponseWriter, r *http.Request) {
	var h hook
	if json.NewDecoder(r.Body).Decode(&h) != nil {
		return
	}
	// ruleid: go.ssrf
	request, err := http.NewRequestWithContext(r.Context(), http.MethodPost, h.URL, nil)
	use(request, err)
}

func host(c echo.Context) error {
	// ruleid: go.ssrf
	answer, err := http.Post(fmt.Sprintf("https://%s/ping", c.QueryParam("host")), "text/plain", nil)
	use(answer, err)
	return err
}

func (s *server) probe(w http.ResponseWriter, r *http.Request) {
	address := "http://" + r.FormValue("host") + ":8080/health"
	// ruleid: go.ssrf
	answer, err := s.client.Get(address)
	use(answer, err)
}

func dial(r *http.Request) {
	// ruleid: go.ssrf
	conn, err := net.Dial("tcp", r.FormValue("address"))
	use(conn, err)
}

func fromTable(w http.ResponseWriter, r *http.Request) {
	base, known := partners[r.FormValue("partner")]
	if !known {
		return
	}
	// ok: go.ssrf
	answer, err := http.Get(base + "/status")
	use(answer, err)
}

func segment(r *http.Request) {
	// ok: go.ssrf
	answer, err := http.Get("https://api.swift.example/parcels/" + r.PathValue("number") + "/track")
	use(answer, err)
}

func formatted(r *http.Request) {
	address := fmt.Sprintf("https://api.swift.example/parcels/%s", r.PathValue("number"))
	// ok: go.ssrf
	answer, err := http.Get(address)
	use(answer, err)
}

func (s *server) configured(r *http.Request) {
	// ok: go.ssrf
	answer, err := s.client.Get(s.baseURL + "/parcels/" + url.PathEscape(r.PathValue("number")))
	use(answer, err)
}

func checked(r *http.Request) {
	target, err := url.Parse(r.FormValue("url"))
	if err != nil || target.Hostname() != "api.swift.example" {
		return
	}
	// ok: go.ssrf
	answer, err := http.Get(target.String())
	use(answer, err)
}

func parsed(r *http.Request) {
	address := r.FormValue("url")
	target, err := url.Parse(address)
	if err != nil {
		return
	}
	if _, known := hosts[target.Host]; !known {
		return
	}
	// ok: go.ssrf
	answer, err := http.Get(address)
	use(answer, err)
}

func prefix(r *http.Request) {
	address := r.FormValue("url")
	if !strings.HasPrefix(address, "https://api.swift.example/") {
		return
	}
	// ok: go.ssrf
	answer, err := http.Get(address)
	use(answer, err)
}

func body(r *http.Request) {
	// ok: go.ssrf
	answer, err := http.Post("https://hooks.example/orders", "application/json", r.Body)
	use(answer, err)
}

func (s *server) cached(r *http.Request) {
	// ok: go.ssrf
	use(s.cache.Get(r.FormValue("key")))
}

func tenant(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.ssrf
	target := url.URL{Scheme: "https", Host: r.FormValue("tenant") + ".shop.example", Path: "/status"}
	fmt.Fprint(w, target.String())
}

func probe(host string) (*http.Response, error) {
	// ruleid: go.ssrf
	return http.Get("http://" + host + "/status")
}

func probeHandler(w http.ResponseWriter, r *http.Request) {
	probe(r.FormValue("host"))
}

var mirrorsByRegion = map[string]string{"eu": "https://eu.example"}

func mirrorOf(region string) (string, error) {
	if address, ok := mirrorsByRegion[region]; ok {
		return address, nil
	}
	return "", fmt.Errorf("no mirror")
}

func mirrored(w http.ResponseWriter, r *http.Request) {
	address, err := mirrorOf(r.FormValue("region"))
	if err != nil {
		return
	}
	// ok: go.ssrf
	http.Get(address)
}

func onlyScheme(w http.ResponseWriter, r *http.Request) {
	target := r.FormValue("target")
	if !strings.HasPrefix(target, "https://") {
		return
	}
	// ruleid: go.ssrf
	http.Get(target)
}

func wholeHost(w http.ResponseWriter, r *http.Request) {
	target := r.FormValue("target")
	if !strings.HasPrefix(target, "https://api.example/") {
		return
	}
	// ok: go.ssrf
	http.Get(target)
}

package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
)

var partners = map[string]bool{"api.carrier.example": true, "rates.bank.example": true}

var mirrors = map[string]string{
	"eu": "https://eu.mirror.example/index.json",
	"us": "https://us.mirror.example/index.json",
}

var client = &http.Client{
	Timeout:       5 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// unsafe: ssrf
func checkLink(w http.ResponseWriter, r *http.Request) {
	resp, err := http.Get(r.URL.Query().Get("url"))
	if err != nil {
		http.Error(w, "unreachable", http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	json.NewEncoder(w).Encode(map[string]int{"status": resp.StatusCode})
}

// safe: ssrf - the host is on the list, and the client does not follow redirects
func checkPartner(w http.ResponseWriter, r *http.Request) {
	target, err := url.Parse(r.URL.Query().Get("url"))
	if err != nil || target.Scheme != "https" || !partners[target.Host] {
		http.Error(w, "unknown partner", http.StatusBadRequest)
		return
	}
	resp, err := client.Get(target.String())
	if err != nil {
		http.Error(w, "unreachable", http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	json.NewEncoder(w).Encode(map[string]int{"status": resp.StatusCode})
}

// unsafe: ssrf - the target of a webhook out of the JSON body
func testHook(c *gin.Context) {
	var hook struct {
		Target string `json:"target"`
	}
	if err := c.ShouldBindJSON(&hook); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	req, err := http.NewRequestWithContext(c, http.MethodPost, hook.Target, strings.NewReader(`{"event":"ping"}`))
	if err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	resp, err := client.Do(req)
	if err != nil {
		c.Status(http.StatusBadGateway)
		return
	}
	resp.Body.Close()
	c.Status(resp.StatusCode)
}

// safe: ssrf - the target is constant, the client's text is the body
func auditHook(c *gin.Context) {
	var hook struct {
		Target string `json:"target"`
	}
	if err := c.ShouldBindJSON(&hook); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	body, _ := json.Marshal(hook)
	resp, err := client.Post("https://audit.internal.example/events", "application/json", bytes.NewReader(body))
	if err != nil {
		c.Status(http.StatusBadGateway)
		return
	}
	resp.Body.Close()
	c.Status(resp.StatusCode)
}

// unsafe: ssrf - a prefix that ends within the host: https://rates.bank.example.attacker.example
func rate(c echo.Context) error {
	source := c.QueryParam("source")
	if !strings.HasPrefix(source, "https://rates.bank.example") {
		return echo.ErrBadRequest
	}
	resp, err := client.Get(source)
	if err != nil {
		return echo.NewHTTPError(http.StatusBadGateway)
	}
	defer resp.Body.Close()
	return c.NoContent(resp.StatusCode)
}

// safe: ssrf - an encoded query behind a constant host
func rateOf(c echo.Context) error {
	query := url.Values{"currency": {c.QueryParam("currency")}}
	resp, err := client.Get("https://rates.bank.example/v1/latest?" + query.Encode())
	if err != nil {
		return echo.NewHTTPError(http.StatusBadGateway)
	}
	defer resp.Body.Close()
	return c.NoContent(resp.StatusCode)
}

// safe: ssrf - the mirror is looked up by the helper
func mirror(region string) (string, error) {
	if address, ok := mirrors[region]; ok {
		return address, nil
	}
	return "", errors.New("no mirror")
}

func index(w http.ResponseWriter, r *http.Request) {
	address, err := mirror(r.Header.Get("X-Region"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	resp, err := client.Head(address)
	if err != nil {
		http.Error(w, "unreachable", http.StatusBadGateway)
		return
	}
	resp.Body.Close()
	w.WriteHeader(resp.StatusCode)
}

// unsafe: ssrf - the path of the request names the host
func tenantStatus(ctx context.Context, host string) (int, error) {
	target := url.URL{Scheme: "http", Host: host + ":8080", Path: "/status"}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return 0, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func tenantHandler(c *gin.Context) {
	status, err := tenantStatus(c, c.Param("tenant"))
	if err != nil {
		status = http.StatusBadGateway
	}
	c.JSON(http.StatusOK, gin.H{"status": status})
}

// safe: ssrf - the parameter has to be a UUID and is a segment of the path
func tenantHealth(c *gin.Context) {
	tenant, err := uuid.Parse(c.Param("tenant"))
	if err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	resp, err := client.Get("http://tenants.internal.example:8080/status/" + tenant.String())
	if err != nil {
		c.Status(http.StatusBadGateway)
		return
	}
	resp.Body.Close()
	c.Status(resp.StatusCode)
}

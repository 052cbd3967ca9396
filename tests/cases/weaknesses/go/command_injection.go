package ops

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

var hostPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,62}$`)

var units = map[string]string{
	"web":   "nginx.service",
	"db":    "postgresql.service",
	"cache": "redis.service",
}

// unsafe: command-injection
func pingHandler(w http.ResponseWriter, r *http.Request) {
	host := r.URL.Query().Get("host")
	cmd := exec.Command("sh", "-c", "ping -c 1 "+host)
	if err := cmd.Run(); err != nil {
		http.Error(w, "unreachable", http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// safe: command-injection - no shell, and the host has to match a strict pattern
func probeHandler(w http.ResponseWriter, r *http.Request) {
	host := r.URL.Query().Get("host")
	if !hostPattern.MatchString(host) {
		http.Error(w, "bad host", http.StatusBadRequest)
		return
	}
	cmd := exec.Command("ping", "-c", "1", host)
	if err := cmd.Run(); err != nil {
		http.Error(w, "unreachable", http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// unsafe: command-injection - the check does not end the handler
func restartUnit(c *gin.Context) {
	unit := c.PostForm("unit")
	if _, ok := units[unit]; !ok {
		c.Header("X-Warning", "unknown unit")
	}
	line := fmt.Sprintf("systemctl restart %s && systemctl is-active %s", unit, unit)
	if err := exec.CommandContext(c.Request.Context(), "bash", "-c", line).Run(); err != nil {
		c.Status(http.StatusBadGateway)
		return
	}
	c.Status(http.StatusNoContent)
}

// safe: command-injection - the unit is looked up in a constant table
func reloadUnit(c *gin.Context) {
	unit, ok := units[c.PostForm("unit")]
	if !ok {
		c.Status(http.StatusBadRequest)
		return
	}
	line := fmt.Sprintf("systemctl reload %s && systemctl is-active %s", unit, unit)
	if err := exec.CommandContext(c.Request.Context(), "bash", "-c", line).Run(); err != nil {
		c.Status(http.StatusBadGateway)
		return
	}
	c.Status(http.StatusNoContent)
}

// unsafe: command-injection - a helper builds the line from the path parameter
func archiveLine(parts ...string) string {
	return strings.Join(append([]string{"tar", "czf"}, parts...), " ")
}

func archive(c echo.Context) error {
	label := strings.TrimSpace(c.Param("label"))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/bin/sh")
	cmd.Stdin = bytes.NewBufferString(archiveLine("/srv/archive/"+label+".tgz", "/srv/data"))
	if err := cmd.Run(); err != nil {
		return echo.ErrInternalServerError
	}
	return c.NoContent(http.StatusNoContent)
}

// safe: command-injection - the helper gives back one of three constants
func labelOf(name string) string {
	switch name {
	case "weekly":
		return "weekly"
	case "monthly":
		return "monthly"
	}
	return "nightly"
}

func snapshot(c echo.Context) error {
	cmd := exec.Command("/bin/sh")
	cmd.Stdin = strings.NewReader("tar czf /srv/archive/" + labelOf(c.Param("label")) + ".tgz /srv/data")
	if err := cmd.Run(); err != nil {
		return echo.ErrInternalServerError
	}
	return c.NoContent(http.StatusNoContent)
}

// safe: command-injection - numbers and an address that were parsed
func traceHandler(w http.ResponseWriter, r *http.Request) {
	hops, err := strconv.Atoi(r.FormValue("hops"))
	ip := net.ParseIP(r.FormValue("ip"))
	if err != nil || ip == nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	line := fmt.Sprintf("traceroute -m %d %s", hops, ip)
	if err := exec.Command("sh", "-c", line).Run(); err != nil {
		http.Error(w, "failed", http.StatusBadGateway)
	}
}

// unsafe: command-injection - the client chooses the program
func versionHandler(w http.ResponseWriter, r *http.Request) {
	fields := strings.Fields(r.Header.Get("X-Tool"))
	if len(fields) == 0 {
		http.Error(w, "no tool", http.StatusBadRequest)
		return
	}
	if err := exec.Command(fields[0], fields[1:]...).Run(); err != nil {
		http.Error(w, "failed", http.StatusBadGateway)
	}
}

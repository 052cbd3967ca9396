package tools

import (
	"context"
	"net/http"
	"os/exec"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"golang.org/x/crypto/ssh"
)

var programs = map[string]string{"png": "/usr/bin/optipng", "jpg": "/usr/bin/jpegoptim"}

func shell(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	// ruleid: go.command-injection
	out, err := exec.Command("sh", "-c", "convert "+name+" out.png").Output()
	use(out, err)
}

func withContext(c *gin.Context) {
	// ruleid: go.command-injection
	cmd := exec.CommandContext(c.Request.Context(), "/bin/bash", "-c", c.Query("command"))
	use(cmd.Run())
}

func chosen(r *http.Request) {
	// ruleid: go.command-injection
	use(exec.Command(r.Header.Get("X-Tool"), "--version").Run())
}

func windows(c *fiber.Ctx) error {
	host := c.Params("host")
	// ruleid: go.command-injection
	return exec.Command("cmd.exe", "/c", "ping "+host).Run()
}

func list(r *http.Request) {
	arguments := []string{"-c", "ls " + r.FormValue("folder")}
	// ruleid: go.command-injection
	use(exec.Command("sh", arguments...).Run())
}

func remote(r *http.Request, client *ssh.Client) {
	session, err := client.NewSession()
	if err != nil {
		return
	}
	// ruleid: go.command-injection
	out, err := session.CombinedOutput("systemctl status " + r.PathValue("unit"))
	use(out, err)
}

func arguments(r *http.Request) {
	// ok: go.command-injection
	use(exec.Command("convert", "--", r.FormValue("name"), "out.png").Run())
}

func numbered(ctx context.Context, r *http.Request) {
	width, err := strconv.Atoi(r.FormValue("width"))
	if err != nil {
		return
	}
	// ok: go.command-injection
	use(exec.CommandContext(ctx, "sh", "-c", "convert -resize "+strconv.Itoa(width)+" in.png out.png").Run())
}

func fromTable(r *http.Request) {
	program, known := programs[r.FormValue("kind")]
	if !known {
		return
	}
	// ok: go.command-injection
	use(exec.Command(program, "in").Run())
}

func constant(r *http.Request) {
	// ok: go.command-injection
	cmd := exec.Command("sh", "-c", "df -h | tail -1")
	cmd.Stdin = r.Body
	use(cmd.Run())
}

var services = map[string]bool{"web": true}

func restart(c *gin.Context) {
	service := c.Query("service")
	if !services[service] {
		c.Status(http.StatusBadRequest)
	}
	// ruleid: go.command-injection
	exec.Command("sh", "-c", "systemctl restart "+service).Run()
}

func restartKnown(c *gin.Context) {
	service := c.Query("service")
	if !services[service] {
		c.Status(http.StatusBadRequest)
		return
	}
	// ok: go.command-injection
	exec.Command("sh", "-c", "systemctl restart "+service).Run()
}

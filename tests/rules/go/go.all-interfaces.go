package server

import (
	"context"
	"net"

	"github.com/gin-gonic/gin"
)

func listen() (net.Listener, error) {
	// ruleid: go.all-interfaces
	return net.Listen("tcp", ":9000")
}

func packets() (net.PacketConn, error) {
	// ruleid: go.all-interfaces
	return net.ListenPacket("udp", "0.0.0.0:514")
}

func six(ctx context.Context) (net.Listener, error) {
	config := net.ListenConfig{}
	// ruleid: go.all-interfaces
	return config.Listen(ctx, "tcp", "[::]:9000")
}

func routes(app *gin.Engine) error {
	// ruleid: go.all-interfaces
	return app.Run("0.0.0.0:8080")
}

func address(port string) string {
	// ruleid: go.all-interfaces
	return net.JoinHostPort("0.0.0.0", port)
}

func local() (net.Listener, error) {
	// ok: go.all-interfaces
	return net.Listen("tcp", "127.0.0.1:9000")
}

func socket() (net.Listener, error) {
	// ok: go.all-interfaces
	return net.Listen("unix", "/run/shop.sock")
}

func configured(address string) error {
	// ok: go.all-interfaces
	_, err := net.Listen("tcp", address)
	return err
}

func forTests() (net.Listener, error) {
	// ok: go.all-interfaces
	return net.Listen("tcp", "localhost:0")
}

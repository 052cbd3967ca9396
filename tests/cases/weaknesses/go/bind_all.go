package servers

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
	"google.golang.org/grpc"
)

// unsafe: bind-all
func serveAdmin(handler http.Handler) error {
	server := &http.Server{
		Addr:              "0.0.0.0:8081",
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
	}
	return server.ListenAndServe()
}

// safe: bind-all - the loopback interface
func serveMetrics(handler http.Handler) error {
	server := &http.Server{
		Addr:              "127.0.0.1:8081",
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
	}
	return server.ListenAndServe()
}

// unsafe: bind-all - an address without a host
func serveDebug() (net.Listener, error) {
	return net.Listen("tcp", ":6060")
}

// safe: bind-all - the host is given
func serveTrace() (net.Listener, error) {
	return net.Listen("tcp", "localhost:6060")
}

// unsafe: bind-all - the unspecified address of IPv6
func serveRPC(server *grpc.Server) error {
	listener, err := net.Listen("tcp", "[::]:50051")
	if err != nil {
		return err
	}
	return server.Serve(listener)
}

// safe: bind-all - a socket in the file system
func serveLocalRPC(server *grpc.Server) error {
	listener, err := net.Listen("unix", "/run/acme/rpc.sock")
	if err != nil {
		return err
	}
	return server.Serve(listener)
}

// unsafe: bind-all - the address of the UDP socket is all zeros
func collect() (*net.UDPConn, error) {
	return net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4zero, Port: 8125})
}

// safe: bind-all - the UDP socket of the machine itself
func collectLocal() (*net.UDPConn, error) {
	return net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8125})
}

// unsafe: bind-all - gin is told the host in a constant
func runBackOffice(engine *gin.Engine) error {
	const host = "0.0.0.0"
	return engine.Run(host + ":" + "9000")
}

// safe: bind-all - the address for all interfaces is refused
func runConfigured(e *echo.Echo) error {
	host := os.Getenv("LISTEN_HOST")
	if ip := net.ParseIP(host); host == "0.0.0.0" || ip == nil || ip.IsUnspecified() {
		return errors.New("LISTEN_HOST has to name one interface")
	}
	return e.Start(net.JoinHostPort(host, "9000"))
}

// safe: bind-all - an outgoing connection
func dialCollector(config *tls.Config) (*tls.Conn, error) {
	dialer := &net.Dialer{Timeout: 3 * time.Second}
	return tls.DialWithDialer(dialer, "tcp", "collector.internal.example:6514", config)
}

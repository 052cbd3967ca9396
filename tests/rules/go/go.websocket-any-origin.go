package sockets

import (
	"net/http"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
)

// ruleid: go.websocket-any-origin
var open = websocket.Upgrader{
	ReadBufferSize: 1024,
	CheckOrigin:    func(r *http.Request) bool { return true },
}

// ok: go.websocket-any-origin
var closed = websocket.Upgrader{ReadBufferSize: 1024}

// ok: go.websocket-any-origin
var checked = websocket.Upgrader{
	CheckOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == "https://shop.example" },
}

func later() {
	// ruleid: go.websocket-any-origin
	closed.CheckOrigin = func(r *http.Request) bool { return true }
}

func other(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.websocket-any-origin
	conn, err := coder.Accept(w, r, &coder.AcceptOptions{InsecureSkipVerify: true})
	use(conn, err)
	// ok: go.websocket-any-origin
	conn, err = coder.Accept(w, r, &coder.AcceptOptions{OriginPatterns: []string{"shop.example"}})
	use(conn, err)
}

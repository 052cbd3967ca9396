package main

import (
	"net/http"
	"time"
)

const address = "0.0.0.0:9000"

func admin(adminMux *http.ServeMux, s *server) {
	// ruleid: go.admin-on-all-interfaces
	http.ListenAndServe(":9090", adminMux)
	// ruleid: go.admin-on-all-interfaces
	http.ListenAndServe(address, s.debugHandler())
	// ruleid: go.admin-on-all-interfaces
	server := &http.Server{Addr: "0.0.0.0:6060", Handler: pprofMux}
	use(server)
}

func public(mux, adminMux *http.ServeMux) {
	// ok: go.admin-on-all-interfaces
	shop := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: time.Second}
	shop.ListenAndServe()
	// ok: go.admin-on-all-interfaces
	http.ListenAndServe("127.0.0.1:9090", adminMux)
	// ok: go.admin-on-all-interfaces
	server := &http.Server{Addr: "localhost:6060", Handler: pprofMux}
	use(server)
}

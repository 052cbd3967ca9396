package main

import (
	"net/http"
	"time"
)

func bare(mux *http.ServeMux) {
	// ruleid: go.server-without-timeouts
	http.ListenAndServe(":8080", mux)
	// ruleid: go.server-without-timeouts
	http.ListenAndServeTLS(":8443", "cert.pem", "key.pem", mux)
	// ruleid: go.server-without-timeouts
	server := &http.Server{Addr: ":8080", Handler: mux}
	server.ListenAndServe()
}

func withTimeouts(mux *http.ServeMux) {
	// ok: go.server-without-timeouts
	server := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	server.ListenAndServe()
	// ok: go.server-without-timeouts
	other := &http.Server{Addr: ":8081", ReadTimeout: time.Second, WriteTimeout: time.Second, Handler: mux}
	other.ListenAndServe()
}

func later(mux *http.ServeMux) {
	// ok: go.server-without-timeouts
	server := &http.Server{Addr: ":8080", Handler: mux}
	server.ReadHeaderTimeout = time.Second
	server.ListenAndServe()
}

func local() {
	// ok: go.server-without-timeouts
	http.ListenAndServe("localhost:6060", nil)
}

package main

import (
	"net/http"
	_ "net/http/pprof"
	"os"
	"time"
)

func everywhere() {
	// ruleid: go.pprof-exposed
	http.ListenAndServe(":8080", nil)
}

func configured() {
	// ruleid: go.pprof-exposed
	http.ListenAndServe(os.Getenv("ADDRESS"), http.DefaultServeMux)
}

func mounted(mux *http.ServeMux) {
	// ruleid: go.pprof-exposed
	mux.Handle("/debug/", http.DefaultServeMux)
}

func local() {
	// ok: go.pprof-exposed
	go http.ListenAndServe("localhost:6060", nil)
	// ok: go.pprof-exposed
	go http.ListenAndServe("127.0.0.1:6060", nil)
}

func ownRoutes(mux *http.ServeMux) {
	// ok: go.pprof-exposed
	server := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: time.Second}
	server.ListenAndServe()
}

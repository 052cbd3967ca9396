package main

import (
	"embed"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
)

//go:embed public
var public embed.FS

func all(mux *http.ServeMux) {
	// ruleid: go.directory-listing
	mux.Handle("/", http.FileServer(http.Dir("/")))
	// ruleid: go.directory-listing
	mux.Handle("/here/", http.FileServer(http.Dir(".")))
	// ruleid: go.directory-listing
	mux.Handle("/home/", http.FileServerFS(os.DirFS("/home")))
}

func withGin(router *gin.Engine) {
	// ruleid: go.directory-listing
	router.StaticFS("/files", http.Dir("/var/"))
	// ok: go.directory-listing
	router.Static("/assets", "./assets")
}

func own(mux *http.ServeMux) {
	// ok: go.directory-listing
	mux.Handle("/static/", http.StripPrefix("/static/", http.FileServer(http.Dir("./public"))))
	// ok: go.directory-listing
	mux.Handle("/", http.FileServerFS(public))
}

package main

import (
	"os"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

func withGin() {
	// ruleid: go.debug-mode
	gin.SetMode(gin.DebugMode)
	// ruleid: go.debug-mode
	gin.SetMode("debug")
}

func withEcho() {
	app := echo.New()
	// ruleid: go.debug-mode
	app.Debug = true
	app.Start(":8080")
}

func released() {
	// ok: go.debug-mode
	gin.SetMode(gin.ReleaseMode)
	// ok: go.debug-mode
	gin.SetMode(os.Getenv("GIN_MODE"))
	app := echo.New()
	// ok: go.debug-mode
	app.Debug = os.Getenv("SHOP_DEBUG") == "1"
}

package shop

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/mux"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

var columns = map[string]string{"name": "name", "price": "price"}

type filter struct {
	Name string `json:"name"`
	Size int    `json:"size"`
}

func byName(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	name := r.URL.Query().Get("name")
	// ruleid: go.sql-injection
	rows, err := db.Query("SELECT * FROM items WHERE name = '" + name + "'")
	use(rows, err)
}

func formatted(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	statement := fmt.Sprintf("DELETE FROM items WHERE id = %s", r.PathValue("id"))
	// ruleid: go.sql-injection
	_, err := db.ExecContext(r.Context(), statement)
	use(nil, err)
}

func fromBody(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	var f filter
	if err := json.NewDecoder(r.Body).Decode(&f); err != nil {
		return
	}
	// ruleid: go.sql-injection
	row := db.QueryRow("SELECT id FROM items WHERE name = '" + f.Name + "'")
	use(row, nil)
}

func built(w http.ResponseWriter, r *http.Request, db *sqlx.DB) {
	var text strings.Builder
	text.WriteString("SELECT * FROM items WHERE 1 = 1")
	for key, values := range r.URL.Query() {
		text.WriteString(" AND " + key + " = '" + values[0] + "'")
	}
	var found []item
	// ruleid: go.sql-injection
	err := db.Select(&found, text.String())
	use(found, err)
}

func route(w http.ResponseWriter, r *http.Request, pool *pgxpool.Pool) {
	shop := mux.Vars(r)["shop"]
	// ruleid: go.sql-injection
	rows, err := pool.Query(r.Context(), "SELECT * FROM items WHERE shop = "+shop)
	use(rows, err)
}

func ordered(c *gin.Context, db *gorm.DB) {
	var found []item
	// ruleid: go.sql-injection
	db.Order(c.Query("sort")).Find(&found)
	// ruleid: go.sql-injection
	db.Where("name = '" + c.Param("name") + "'").Find(&found)
	// ruleid: go.sql-injection
	db.Raw(fmt.Sprintf("SELECT * FROM items WHERE name LIKE '%%%s%%'", c.PostForm("q"))).Scan(&found)
}

func bound(c *gin.Context, db *gorm.DB) {
	var f filter
	if err := c.ShouldBindJSON(&f); err != nil {
		return
	}
	// ruleid: go.sql-injection
	db.Exec("UPDATE items SET name = '" + f.Name + "'")
	// ok: go.sql-injection
	db.Where("name = ?", f.Name).Find(&item{})
	// ok: go.sql-injection
	db.Where(&item{Name: f.Name}).First(&item{})
	// ok: go.sql-injection
	db.Exec("UPDATE items SET name = ?", f.Name)
}

func withEcho(c echo.Context, db *sql.DB) error {
	// ruleid: go.sql-injection
	_, err := db.Exec("DELETE FROM items WHERE id = " + c.QueryParam("id"))
	return err
}

func pasted(r *http.Request, db *sql.DB) {
	statement := "SELECT * FROM items"
	if shop := r.FormValue("shop"); shop != "" {
		statement += " WHERE shop = '" + shop + "'"
	}
	// ruleid: go.sql-injection
	rows, err := db.Query(statement)
	use(rows, err)
}

func cleanName(name string) string {
	return strings.TrimSpace(name)
}

func onlyCalledClean(r *http.Request, db *sql.DB) {
	// ruleid: go.sql-injection
	rows, err := db.Query("SELECT * FROM items WHERE name = '" + cleanName(r.FormValue("name")) + "'")
	use(rows, err)
}

func asParameter(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	// ok: go.sql-injection
	rows, err := db.QueryContext(r.Context(), "SELECT * FROM items WHERE name = $1", r.FormValue("name"))
	use(rows, err)
}

func asNumber(r *http.Request, db *sql.DB) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return
	}
	// ok: go.sql-injection
	row := db.QueryRow(fmt.Sprintf("SELECT * FROM items WHERE id = %d", id))
	use(row, nil)
}

func fromTable(r *http.Request, db *sql.DB) {
	column, known := columns[r.FormValue("sort")]
	if !known {
		column = "name"
	}
	// ok: go.sql-injection
	rows, err := db.Query("SELECT * FROM items ORDER BY " + column)
	use(rows, err)
}

func listed(r *http.Request, db *sql.DB) {
	column := r.FormValue("sort")
	if !slices.Contains([]string{"name", "price"}, column) {
		return
	}
	// ok: go.sql-injection
	rows, err := db.Query("SELECT * FROM items ORDER BY " + column)
	use(rows, err)
}

func direction(r *http.Request, db *sql.DB) {
	order := r.FormValue("order")
	if order != "asc" && order != "desc" {
		order = "asc"
	}
	// ok: go.sql-injection
	rows, err := db.Query("SELECT * FROM items ORDER BY name " + order)
	use(rows, err)
}

func byID(r *http.Request, pool *pgxpool.Pool) {
	// ok: go.sql-injection
	rows, err := pool.Query(r.Context(), "SELECT * FROM items WHERE id = $1", r.PathValue("id"))
	use(rows, err)
}

func lookedUp(r *http.Request, db *sql.DB, store *store) {
	shop, err := store.FindShop(r.Context(), r.FormValue("shop"))
	if err != nil {
		return
	}
	// ok: go.sql-injection
	rows, err := db.Query("SELECT * FROM " + shop.Table)
	use(rows, err)
}

func helped(r *http.Request, db *sql.DB) {
	// ruleid: go.sql-injection
	rows, err := db.Query("SELECT * FROM items WHERE shop = '" + queryParam(r, "shop") + "'")
	use(rows, err)
}

package orders

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

var sortColumns = map[string]string{
	"date":  "created_at",
	"total": "total_cents",
	"state": "state",
}

type store struct {
	db   *sql.DB
	orm  *gorm.DB
	sqlx *sqlx.DB
}

type order struct {
	ID    int64  `db:"id" json:"id"`
	State string `db:"state" json:"state"`
}

// unsafe: sql-injection
func (s *store) countOrders(w http.ResponseWriter, r *http.Request) {
	customer := r.URL.Query().Get("customer")
	query := "SELECT COUNT(*) FROM orders WHERE customer = '" + customer + "'"
	var count int
	if err := s.db.QueryRowContext(r.Context(), query).Scan(&count); err != nil {
		http.Error(w, "query failed", http.StatusInternalServerError)
		return
	}
	json.NewEncoder(w).Encode(map[string]int{"count": count})
}

// safe: sql-injection - the value is bound
func (s *store) countInvoices(w http.ResponseWriter, r *http.Request) {
	customer := r.URL.Query().Get("customer")
	query := "SELECT COUNT(*) FROM invoices WHERE customer = $1"
	var count int
	if err := s.db.QueryRowContext(r.Context(), query, customer).Scan(&count); err != nil {
		http.Error(w, "query failed", http.StatusInternalServerError)
		return
	}
	json.NewEncoder(w).Encode(map[string]int{"count": count})
}

// unsafe: sql-injection - a column name in the ORDER BY of gorm
func (s *store) listOrders(c *gin.Context) {
	var orders []order
	sort := c.DefaultQuery("sort", "created_at")
	if err := s.orm.Limit(50).Order(fmt.Sprintf("%s desc", sort)).Find(&orders).Error; err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.JSON(http.StatusOK, orders)
}

// safe: sql-injection - the column is looked up in a constant table
func (s *store) listSorted(c *gin.Context) {
	var orders []order
	column, ok := sortColumns[c.DefaultQuery("sort", "date")]
	if !ok {
		c.Status(http.StatusBadRequest)
		return
	}
	if err := s.orm.Limit(50).Order(fmt.Sprintf("%s desc", column)).Find(&orders).Error; err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.JSON(http.StatusOK, orders)
}

// unsafe: sql-injection - a list of values joined into the text
func (s *store) byStates(ctx context.Context, states []string) ([]order, error) {
	var orders []order
	quoted := make([]string, 0, len(states))
	for _, state := range states {
		quoted = append(quoted, "'"+state+"'")
	}
	err := s.sqlx.SelectContext(ctx, &orders, "SELECT id, state FROM orders WHERE state IN ("+strings.Join(quoted, ",")+")")
	return orders, err
}

func (s *store) handleStates(c echo.Context) error {
	orders, err := s.byStates(c.Request().Context(), c.QueryParams()["state"])
	if err != nil {
		return echo.ErrInternalServerError
	}
	return c.JSON(http.StatusOK, orders)
}

// safe: sql-injection - sqlx expands and binds the list
func (s *store) inStates(ctx context.Context, states []string) ([]order, error) {
	var orders []order
	query, args, err := sqlx.In("SELECT id, state FROM orders WHERE state IN (?)", states)
	if err != nil {
		return nil, err
	}
	err = s.sqlx.SelectContext(ctx, &orders, s.sqlx.Rebind(query), args...)
	return orders, err
}

func (s *store) handleIn(c echo.Context) error {
	orders, err := s.inStates(c.Request().Context(), c.QueryParams()["state"])
	if err != nil {
		return echo.ErrInternalServerError
	}
	return c.JSON(http.StatusOK, orders)
}

// safe: sql-injection - only a number can come through
func (s *store) cancel(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.FormValue("id"), 10, 64)
	if err != nil {
		http.Error(w, "bad id", http.StatusBadRequest)
		return
	}
	if _, err := s.db.Exec(fmt.Sprintf("UPDATE orders SET state = 'cancelled' WHERE id = %d", id)); err != nil {
		http.Error(w, "update failed", http.StatusInternalServerError)
	}
}

// safe: sql-injection - the branch that takes the parameter never runs
func (s *store) newest(c *gin.Context) {
	var orders []order
	limit := 20
	column := "created_at"
	if limit*3 < 50 {
		column = c.Query("column")
	}
	if err := s.orm.Raw("SELECT id, state FROM orders ORDER BY " + column + " LIMIT 20").Scan(&orders).Error; err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.JSON(http.StatusOK, orders)
}

// unsafe: sql-injection - Raw with a member of the JSON body
func (s *store) searchOrders(c *gin.Context) {
	var body struct {
		Term string `json:"term"`
	}
	if err := c.ShouldBindJSON(&body); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	var orders []order
	s.orm.Raw(fmt.Sprintf("SELECT id, state FROM orders WHERE note LIKE '%%%s%%'", body.Term)).Scan(&orders)
	c.JSON(http.StatusOK, orders)
}

package shop

import (
	"context"
	"database/sql"
	"fmt"
)

func remove(db *sql.DB, name string) error {
	// ruleid: go.sql-string-building
	_, err := db.Exec("DELETE FROM items WHERE name = '" + name + "'")
	return err
}

func find(ctx context.Context, db *sql.DB, name string) (*sql.Rows, error) {
	// ruleid: go.sql-string-building
	return db.QueryContext(ctx, fmt.Sprintf("SELECT id FROM items WHERE name = '%s' AND size > 3", name))
}

func insert(db *sql.DB, name string) error {
	// ruleid: go.sql-string-building
	statement := fmt.Sprintf("INSERT INTO items (name) VALUES ('%s')", name)
	_, err := db.Exec(statement)
	return err
}

func named(db *sql.DB, name string) *sql.Row {
	// ok: go.sql-string-building
	return db.QueryRow("SELECT id FROM items WHERE name = ?", name)
}

func table(db *sql.DB, name string) (*sql.Rows, error) {
	// ok: go.sql-string-building
	return db.Query("SELECT * FROM " + name)
}

func byID(db *sql.DB, id int64) *sql.Row {
	// ok: go.sql-string-building
	return db.QueryRow(fmt.Sprintf("SELECT id FROM items WHERE id = %d", id))
}

func constant(db *sql.DB) (*sql.Rows, error) {
	const kind = "book"
	// ok: go.sql-string-building
	return db.Query("SELECT * FROM items WHERE kind = '" + kind + "'")
}

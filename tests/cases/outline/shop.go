// Copyright somebody.

// Package shop sells things.
package shop

import (
	"fmt"
	db "example.com/shop/db"
	_ "embed"
	. "strings"
)
import "os"

// Limit is enough.
const Limit = 30

const (
	// First comes first.
	First = iota
	Second
)

var low, high int = 1, 2
var (
	names []string
)

// Order is placed.
type Order struct {
	ID int
}

type (
	Store interface {
		Put(o Order) error
		fmt.Stringer
	}
)
type Handler = func()
type Count int

//go:noinline
func (s *List[T]) Add(item T) error { return nil }

func (Order) Total() int { var local = 1; return local }

// Map does
// a lot.
func Map[T any](items []T) (int, error) { return 0, nil }

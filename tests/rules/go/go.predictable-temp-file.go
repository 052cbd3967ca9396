package files

import (
	"fmt"
	"os"
	"path/filepath"
)

func fixed(data []byte) error {
	// ruleid: go.predictable-temp-file
	return os.WriteFile("/tmp/report.csv", data, 0o600)
}

func numbered(id int) (*os.File, error) {
	// ruleid: go.predictable-temp-file
	return os.Create(fmt.Sprintf("/tmp/report-%d.csv", id))
}

func joined(name string) (*os.File, error) {
	// ruleid: go.predictable-temp-file
	return os.Create(filepath.Join(os.TempDir(), name))
}

func made() (*os.File, error) {
	// ok: go.predictable-temp-file
	return os.CreateTemp("", "report-*.csv")
}

func exclusive() (*os.File, error) {
	// ok: go.predictable-temp-file
	return os.OpenFile("/tmp/report.lock", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
}

func elsewhere(data []byte) error {
	// ok: go.predictable-temp-file
	return os.WriteFile("/var/lib/shop/report.csv", data, 0o600)
}

func read() ([]byte, error) {
	// ok: go.predictable-temp-file
	return os.ReadFile("/tmp/report.csv")
}

func namedFirst() (*os.File, error) {
	path := filepath.Join(os.TempDir(), "shop.db")
	// ruleid: go.predictable-temp-file
	return os.Create(path)
}

func nameOfRemoved() (*os.File, error) {
	file, err := os.CreateTemp("", "shop-")
	if err != nil {
		return nil, err
	}
	name := file.Name()
	os.Remove(name)
	// ruleid: go.predictable-temp-file
	return os.Create(name)
}

func kept() (*os.File, error) {
	file, err := os.CreateTemp("", "shop-")
	if err != nil {
		return nil, err
	}
	name := file.Name()
	// ok: go.predictable-temp-file
	return os.Create(filepath.Join("out", filepath.Base(name)))
}

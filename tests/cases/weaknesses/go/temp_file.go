package scratch

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

const spoolFile = "/tmp/acme-spool.txt"

// unsafe: temp-file
func exportRows(rows [][]string) (string, error) {
	file, err := os.Create("/tmp/export.csv")
	if err != nil {
		return "", err
	}
	defer file.Close()
	return file.Name(), csv.NewWriter(file).WriteAll(rows)
}

// safe: temp-file - the name is made up by CreateTemp
func exportLines(rows [][]string) (string, error) {
	file, err := os.CreateTemp("", "export-*.csv")
	if err != nil {
		return "", err
	}
	defer file.Close()
	return file.Name(), csv.NewWriter(file).WriteAll(rows)
}

// unsafe: temp-file - the number of the process can be guessed
func dumpState(state any) error {
	content, err := json.Marshal(state)
	if err != nil {
		return err
	}
	path := filepath.Join(os.TempDir(), fmt.Sprintf("state-%d.json", os.Getpid()))
	return os.WriteFile(path, content, 0o600)
}

// safe: temp-file - a directory of our own within the temporary one
func dumpReport(report any) (string, error) {
	content, err := json.Marshal(report)
	if err != nil {
		return "", err
	}
	directory, err := os.MkdirTemp("", "report-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(directory, fmt.Sprintf("report-%d.json", os.Getpid()))
	return path, os.WriteFile(path, content, 0o600)
}

// unsafe: temp-file - a fixed name that is opened for appending
func spool(line string) error {
	file, err := os.OpenFile(spoolFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteString(line + "\n")
	return err
}

// safe: temp-file - a fixed name, but in the directory of the service
func journal(line string) error {
	file, err := os.OpenFile("/var/lib/acme/journal.txt", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteString(line + "\n")
	return err
}

// unsafe: temp-file - somebody may take the name between the two calls
func reserve() (*os.File, error) {
	file, err := os.CreateTemp("", "work-")
	if err != nil {
		return nil, err
	}
	name := file.Name()
	file.Close()
	if err := os.Remove(name); err != nil {
		return nil, err
	}
	return os.Create(name + ".db")
}

// safe: temp-file - written beside the target and moved there
func replace(target string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(target), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if _, err := file.Write(content); err != nil {
		file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), target)
}

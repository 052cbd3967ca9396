package unpack

import (
	"archive/tar"
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func zipped(name, folder string) error {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	defer archive.Close()
	for _, f := range archive.File {
		target := filepath.Join(folder, f.Name)
		if f.FileInfo().IsDir() {
			// ruleid: go.archive-slip
			os.MkdirAll(target, 0o755)
			continue
		}
		// ruleid: go.archive-slip
		out, err := os.Create(target)
		if err != nil {
			return err
		}
		out.Close()
	}
	return nil
}

func tarred(reader io.Reader, folder string) error {
	archive := tar.NewReader(reader)
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return nil
		}
		// ruleid: go.archive-slip
		out, err := os.OpenFile(folder+"/"+header.Name, os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		io.Copy(out, archive)
	}
}

func one(entry *zip.File, folder string) error {
	path := filepath.Join(folder, filepath.Clean(entry.Name))
	// ruleid: go.archive-slip
	return os.MkdirAll(filepath.Dir(path), 0o755)
}

func checked(archive *zip.Reader, folder string) error {
	for _, f := range archive.File {
		if !filepath.IsLocal(f.Name) {
			return errors.New("leaves its folder")
		}
		// ok: go.archive-slip
		if err := os.MkdirAll(filepath.Join(folder, f.Name), 0o755); err != nil {
			return err
		}
	}
	return nil
}

func below(archive *zip.Reader, folder string) error {
	for _, f := range archive.File {
		target := filepath.Join(folder, f.Name)
		if !strings.HasPrefix(target, filepath.Clean(folder)+string(os.PathSeparator)) {
			return errors.New("leaves its folder")
		}
		// ok: go.archive-slip
		out, err := os.Create(target)
		use(out, err)
	}
	return nil
}

func flat(entry *zip.File, folder string) error {
	// ok: go.archive-slip
	out, err := os.Create(filepath.Join(folder, filepath.Base(entry.Name)))
	use(out, err)
	return err
}

func listing(folder string) error {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		// ok: go.archive-slip
		out, err := os.Create(filepath.Join(folder, entry.Name()+".zip"))
		use(out, err)
	}
	return err
}

func byHelper(archive *zip.Reader, target string) error {
	for _, entry := range archive.File {
		// ruleid: go.archive-slip
		if err := saveEntry(filepath.Join(target, entry.Name), entry); err != nil {
			return err
		}
	}
	return nil
}

var pieces = map[string]string{"a": "first", "b": "second"}

func byTable(archive *zip.Reader, target string) error {
	for _, entry := range archive.File {
		name, ok := pieces[entry.Name]
		if !ok {
			continue
		}
		// ok: go.archive-slip
		if err := saveEntry(filepath.Join(target, name), entry); err != nil {
			return err
		}
	}
	return nil
}

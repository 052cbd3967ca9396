package unpack

import (
	"archive/tar"
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const (
	limit   = 16 << 20
	entries = 500
)

var (
	errName  = errors.New("entry outside of the target")
	errCount = errors.New("too many entries")
)

var parts = map[string]string{"content.xml": "content.xml", "styles.xml": "styles.xml"}

func write(path string, content io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(file, io.LimitReader(content, limit))
	return err
}

// unsafe: archive-extraction
func unzip(archive *zip.Reader, target string) error {
	for _, entry := range archive.File {
		if entry.FileInfo().IsDir() {
			continue
		}
		content, err := entry.Open()
		if err != nil {
			return err
		}
		err = write(filepath.Join(target, entry.Name), content)
		content.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// safe: archive-extraction - joined, then checked to be below the target
func extract(archive *zip.Reader, target string) error {
	root := filepath.Clean(target) + string(os.PathSeparator)
	if len(archive.File) > entries {
		return errCount
	}
	for _, entry := range archive.File {
		path := filepath.Join(target, entry.Name)
		if !strings.HasPrefix(path, root) {
			return errName
		}
		if !entry.Mode().IsRegular() {
			continue
		}
		content, err := entry.Open()
		if err != nil {
			return err
		}
		err = write(path, content)
		content.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// unsafe: archive-extraction - a tar file
func untar(stream io.Reader, target string) error {
	archive := tar.NewReader(stream)
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag == tar.TypeReg {
			if err := write(filepath.Join(target, header.Name), archive); err != nil {
				return err
			}
		}
	}
}

// safe: archive-extraction - only names that are local
func restore(stream io.Reader, target string) error {
	archive := tar.NewReader(stream)
	for count := 0; count < entries; count++ {
		header, err := archive.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg || !filepath.IsLocal(header.Name) {
			continue
		}
		if err := write(filepath.Join(target, header.Name), archive); err != nil {
			return err
		}
	}
	return errCount
}

// unsafe: archive-extraction - "....//" becomes "../" by the replacement
func theme(archive *zip.Reader, target string) error {
	for _, entry := range archive.File {
		name := strings.ReplaceAll(entry.Name, "../", "")
		if strings.HasSuffix(name, "/") {
			continue
		}
		content, err := entry.Open()
		if err != nil {
			return err
		}
		err = write(target+"/"+name, content)
		content.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// safe: archive-extraction - the names are looked up in a constant table
func document(archive *zip.Reader, target string) error {
	for _, entry := range archive.File {
		name, ok := parts[entry.Name]
		if !ok {
			continue
		}
		content, err := entry.Open()
		if err != nil {
			return err
		}
		err = write(filepath.Join(target, name), content)
		content.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// safe: archive-extraction - numbered files, the names of the entries play no part in a path
func pictures(stream io.Reader, album string) (int, error) {
	archive := tar.NewReader(stream)
	for number := 0; number < entries; {
		header, err := archive.Next()
		if err == io.EOF {
			return number, nil
		}
		if err != nil {
			return number, err
		}
		if header.Typeflag == tar.TypeReg && strings.HasSuffix(header.Name, ".jpg") {
			number++
			if err := write(filepath.Join(album, fmt.Sprintf("%04d.jpg", number)), archive); err != nil {
				return number, err
			}
		}
	}
	return entries, nil
}

package uploads

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"mime/multipart"
	"net/http"
	"os"
)

func body(w http.ResponseWriter, r *http.Request) {
	unpacked, err := gzip.NewReader(r.Body)
	if err != nil {
		return
	}
	// ruleid: go.decompression-bomb
	data, err := io.ReadAll(unpacked)
	use(data, err)
}

func upload(file multipart.File, out *os.File) error {
	unpacked, err := zlib.NewReader(file)
	if err != nil {
		return err
	}
	// ruleid: go.decompression-bomb
	_, err = io.Copy(out, unpacked)
	return err
}

func message(data []byte) (int64, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	var out bytes.Buffer
	// ruleid: go.decompression-bomb
	return out.ReadFrom(unpacked)
}

func limited(w http.ResponseWriter, r *http.Request) {
	unpacked, err := gzip.NewReader(r.Body)
	if err != nil {
		return
	}
	// ok: go.decompression-bomb
	data, err := io.ReadAll(io.LimitReader(unpacked, 10<<20))
	use(data, err)
}

func counted(r *http.Request, out io.Writer) error {
	unpacked, err := gzip.NewReader(r.Body)
	if err != nil {
		return err
	}
	// ok: go.decompression-bomb
	_, err = io.CopyN(out, unpacked, 10<<20)
	return err
}

func own(out io.Writer) error {
	file, err := os.Open("/usr/share/shop/words.gz")
	if err != nil {
		return err
	}
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	// ok: go.decompression-bomb
	_, err = io.Copy(out, unpacked)
	return err
}

func unpackedBody(r *http.Request) ([]byte, error) {
	// ok: go.decompression-bomb
	return io.ReadAll(r.Body)
}

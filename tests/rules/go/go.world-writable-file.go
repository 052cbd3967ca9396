package files

import "os"

const mode = 0777

func open(name string, data []byte) {
	// ruleid: go.world-writable-file
	os.Chmod(name, 0777)
	// ruleid: go.world-writable-file
	os.WriteFile(name, data, 0o666)
	// ruleid: go.world-writable-file
	os.MkdirAll(name, os.ModePerm)
	// ruleid: go.world-writable-file
	os.Mkdir(name, mode)
	// ruleid: go.world-writable-file
	os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0666)
}

func closed(name string, data []byte, info os.FileInfo) {
	// ok: go.world-writable-file
	os.Chmod(name, 0755)
	// ok: go.world-writable-file
	os.WriteFile(name, data, 0o600)
	// ok: go.world-writable-file
	os.MkdirAll(name, 0750)
	// ok: go.world-writable-file
	os.Chmod(name, info.Mode())
	// ok: go.world-writable-file
	os.OpenFile(name, os.O_RDONLY, 0)
}

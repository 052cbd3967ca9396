package rules

import (
	"net/http"

	"github.com/dop251/goja"
	"github.com/robertkrimen/otto"
	lua "github.com/yuin/gopher-lua"
)

const script = "price * 0.9"

var operations = map[string]func(float64) float64{}

func evaluate(w http.ResponseWriter, r *http.Request) {
	vm := goja.New()
	// ruleid: go.code-injection
	value, err := vm.RunString(r.FormValue("rule"))
	use(value, err)
}

func withOtto(r *http.Request) {
	vm := otto.New()
	// ruleid: go.code-injection
	value, err := vm.Run("price = " + r.URL.Query().Get("price"))
	use(value, err)
}

func withLua(r *http.Request, state *lua.LState) {
	text := r.Header.Get("X-Script")
	// ruleid: go.code-injection
	use(state.DoString(text))
}

func constant(r *http.Request) {
	vm := goja.New()
	vm.Set("name", r.FormValue("name"))
	// ok: go.code-injection
	value, err := vm.RunString(script)
	use(value, err)
}

func looked(r *http.Request) {
	compute, known := operations[r.FormValue("operation")]
	if known {
		// ok: go.code-injection
		use(compute(3))
	}
}

func job(r *http.Request, runner *runner) {
	// ok: go.code-injection
	use(runner.Start(r.FormValue("job")))
}

"""Write the file that is made of the framework files anew: `python -m omni_lsp.adapters.controls`."""

from omni_lsp.adapters.controls.framework_files import COMPILED, compiled, read_frameworks

COMPILED.write_text(compiled(read_frameworks()), encoding="utf-8")

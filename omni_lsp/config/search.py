"""The settings of search, and of what turns texts into vectors for it."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt, model_validator

from omni_lsp.config.json_schema import ADDRESS, meaning
from omni_lsp.config.values import AbsolutePath, Address, Group

LOCAL = ("static", "none")
"""What a workspace may choose: with these, nothing that a user has set up is asked for its texts."""


class Embedding(Group):
    url: Address | None = Field(
        default=None,
        json_schema_extra=ADDRESS,
        description="Address of a service that speaks OpenAI's embeddings protocol, such as http://127.0.0.1:11434/v1, "
        "for the embedder `url`: it is sent the text of every piece of the opened folders. From user settings only.",
    )
    model: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="The name by which that service knows its model. From user settings only."
    )
    key_variable: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = Field(
        default=None,
        description="The environment variable that holds the key for that service; none is sent without it. "
        "From user settings only.",
    )
    folder: AbsolutePath | None = Field(
        default=None,
        description="Folder of a static model (`tokenizer.json`, `model.safetensors`) for the embedder `folder`; "
        "needs `pip install 'omni-lsp[models]'`. "
        "From user settings only.",
    )


class Search(Group):
    index: StrictBool = Field(
        default=True,
        description="Keep an index of the opened folders in the user's cache, for search and for related code. "
        "A process of its own holds it, about 330 MB, and ends 3 minutes after the last question.",
    )
    embedder: Literal["static", "none", "url", "folder"] = Field(
        default="static",
        description="What turns texts into vectors. Workspaces may choose `static` and `none` alone.",
        json_schema_extra=meaning(
            "The table that is shipped.",
            "Nothing: words alone decide.",
            "The service that the user has named in `search.embedding`.",
            "The model whose folder the user has named in `search.embedding`.",
        ),
    )
    embedding: Embedding = Field(default=Embedding(), description="What the embedders `url` and `folder` need to know.")
    megabytes: StrictInt = Field(
        default=1_000, ge=10, le=1_000_000, description="What the index of one folder may take on the disk."
    )
    background: StrictBool = Field(
        default=True,
        description="Keep the index up to date while nobody types; otherwise each search does.",
    )
    background_files: StrictInt = Field(
        default=20_000,
        ge=0,
        le=1_000_000,
        description="Folders with more files than this that are new or changed wait for the first search.",
    )

    @model_validator(mode="after")
    def _is_complete(self) -> "Search":
        wanted = {"url": ("url", "model"), "folder": ("folder",)}.get(self.embedder, ())
        missing = [name for name in wanted if getattr(self.embedding, name) is None]
        if missing:
            raise ValueError(f"the embedder '{self.embedder}' needs embedding.{' and embedding.'.join(missing)}")
        return self

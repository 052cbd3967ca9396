"""All the secrets in a text."""

from omni_lsp.adapters.secrets.addresses import address_secrets
from omni_lsp.adapters.secrets.armour import private_keys
from omni_lsp.adapters.secrets.formats import provider_secrets
from omni_lsp.adapters.secrets.found import Found, settled, source
from omni_lsp.adapters.secrets.holders import held_secrets
from omni_lsp.adapters.secrets.named import named_secrets
from omni_lsp.adapters.secrets.places import Place


def secrets_in(text: str, place: Place) -> list[Found]:
    """In document order, spans in code points and exactly on the values, none overlapping another."""
    searched = source(text)
    found = [*provider_secrets(searched), *private_keys(searched)]
    if not place.is_test:
        found += address_secrets(searched)
    if place.has_names:
        found += held_secrets(searched, place)
        found += named_secrets(searched, place)
    return settled(found)

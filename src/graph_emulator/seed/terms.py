"""The agreements of a seed."""

import base64

from graph_emulator.kernel.state import State
from graph_emulator.seed.document import SeedTerms
from graph_emulator.terms.models import Agreement


def put_terms(state: State, seed: SeedTerms) -> Agreement:
    """Put an agreement of a seed into force; its file holds the seed's text."""
    agreement = Agreement(
        id=state.ids.derived("agreement", seed.key),
        key=seed.key,
        name=seed.name,
        file_id=state.ids.derived("agreement-file", seed.key),
        file_name=f"{seed.key}.pdf",
        content=base64.b64encode(seed.text.encode()).decode(),
        created_at=state.clock.stamp(),
        viewing_required=seed.viewing_required,
        at_sign_in=seed.at_sign_in,
    )
    state.put(agreement)
    return agreement

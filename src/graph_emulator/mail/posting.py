"""What happens to a letter that is sent: copies, deliveries, and the report when an address refuses it.

Source: graph:concepts/outlook-things-to-know-about-send-mail
"""

from msgspec.structs import replace

from graph_emulator.directory.models import User
from graph_emulator.kernel.clock import parse_duration, stamp
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.state import State
from graph_emulator.mail.mailboxes import address_of, is_own_domain, owner_of
from graph_emulator.mail.models import Address, Letter, Message, Pair, Sent

_MOST_RECIPIENTS = 500
_REPORTER = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e"


def check_recipients(letter: Letter) -> None:
    """Refuse to send a letter to nobody, to what is no address, or to too many."""
    faults = "At least one recipient is not valid."
    if not letter.recipients:
        message = f"{faults}, A message can't be sent because it contains no recipients."
        raise GraphFault(400, "ErrorInvalidRecipients", message)
    for one in letter.recipients:
        local, _, domain = one.address.partition("@")
        if not local or not domain or set(one.address) & set(" ;,<>"):
            message = f"{faults}, Recipient '{one.address}' is not resolved."
            raise GraphFault(400, "ErrorInvalidRecipients", message)
    if len(letter.recipients) > _MOST_RECIPIENTS:
        message = "The message has more recipients than a message can have."
        raise GraphFault(400, "ErrorExceededMaxRecipientLimit", message)


def send(state: State, sender: User, letter: Letter, *, origin: str, by: str, save: bool = True) -> Sent:
    """Send a letter from a mailbox.

    Args:
        state: The tenant.
        sender: Whose mailbox it goes from.
        letter: A letter whose recipients were checked.
        origin: By which operation it is sent.
        by: The client id or person's id of the caller.
        save: Whether a copy goes to the Sent Items; it appears there after the tenant's delay.
    """
    sent = post(state, letter, origin=origin, by=by, mailbox=sender.id)
    if save:
        delay = parse_duration(state.quirks.mail_sent_items_delay)
        copy = copy_in(state, sender, "sentitems", sent.letter)
        state.put(replace(copy, is_read=True, visible_from=stamp(state.clock.now() + delay)))
        sent = replace(sent, saved=True)
        state.put(sent)
    if sent.bounced:
        _report(state, sender, sent)
    return sent


def post(state: State, letter: Letter, *, origin: str, by: str, mailbox: str = "") -> Sent:
    """Hand a letter to whoever has a mailbox here, and note who is elsewhere and who refuses it."""
    domain = letter.sender.address.rpartition("@")[2]
    letter = replace(letter, internet_id=f"<{state.ids.opaque('internet-id', 24)}@{domain}>")
    arrived, outgoing, bounced = _delivered(state, letter)
    sent = Sent(
        id=state.ids.guid("sent-mail"),
        origin=origin,
        at=state.clock.stamp(),
        by=by,
        mailbox=mailbox,
        letter=letter,
        delivered=arrived,
        outgoing=outgoing,
        bounced=bounced,
    )
    state.put(sent)
    return sent


def _delivered(state: State, letter: Letter) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    arrived, outgoing, bounced = [], [], []
    refusing = {address.casefold() for address in state.quirks.mail_bounce}
    for address in dict.fromkeys(one.address.casefold() for one in letter.recipients):
        owner = owner_of(state, address)
        if address in refusing or (owner is None and is_own_domain(state, address)):
            bounced.append(address)
        elif owner is None:
            outgoing.append(address)
        else:
            state.put(copy_in(state, owner, "inbox", replace(letter, bcc=())))
            arrived.append(address)
    return tuple(arrived), tuple(outgoing), tuple(bounced)


def copy_in(state: State, owner: User, folder: str, letter: Letter) -> Message:
    """Return a copy of a letter for a folder, with an id of its own, as of now."""
    now = state.clock.stamp()
    return Message(
        id="AAMk" + state.ids.token("message") + "=",
        mailbox=owner.id,
        folder=folder,
        letter=letter,
        created_at=now,
        modified_at=now,
        received_at=now,
        sent_at=now,
        visible_from=now,
    )


def _report(state: State, sender: User, sent: Sent) -> None:
    """Tell the sender who refused, in a letter that says which one it is about."""
    own = address_of(sender)
    refused = "\n".join(f"{address}: 550 5.1.10 RESOLVER.ADR.RecipientNotFound" for address in sent.bounced)
    domain = own.address.rpartition("@")[2]
    letter = Letter(
        sender=Address(name="Microsoft Outlook", address=f"{_REPORTER}@{domain}"),
        subject=f"Undeliverable: {sent.letter.subject}",
        body=f"Your message could not be delivered to these recipients:\n{refused}",
        to=(own,),
        headers=(
            Pair(name="X-MS-Exchange-Message-Is-Ndr", value=""),
            Pair(name="In-Reply-To", value=sent.letter.internet_id),
            Pair(name="References", value=sent.letter.internet_id),
            *sent.letter.headers,
        ),
    )
    post(state, letter, origin="undeliverable", by="exchange")

"""Certificates that the tenant makes for its own applications: SharePoint's interface takes no secret.

An application that was given roles on SharePoint itself gets a key and a certificate in the tenant's folder,
once; the file stays the same afterwards, like the application's secret.

Source: sp-dev-docs:granting-access-via-azure-ad-app-only
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from graph_emulator.directory.models import Application
from graph_emulator.kernel.state import State
from graph_emulator.kernel.tls import write_private

_YEARS = timedelta(days=3650)


def certify(state: State, folder: Path) -> None:
    """Give every application with roles on SharePoint a certificate of its own, where it has none."""
    for app in list(state.every(Application)):
        path = certificate_of(folder, app)
        if app.sharepoint_roles and not path.exists():
            private, public = _made(app.name)
            write_private(path, private + public)
            app.certificates = [*app.certificates, public.decode()]
            state.put(app)


def certificate_of(folder: Path, app: Application) -> Path:
    """Return where an application's key and certificate lie, if it has any from here."""
    return folder / f"app-{app.id}.pem"


def _made(name: str) -> tuple[bytes, bytes]:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)  # credentials live by the wall clock, never by the tenant's
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    dated = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + _YEARS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, dated.sign(key, SHA256()).public_bytes(Encoding.PEM)

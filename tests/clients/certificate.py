"""A certificate that an application proves itself with, in the form that each client asks for."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


def new_certificate() -> tuple[str, dict[str, str]]:
    """Return a certificate as PEM, and what its owner holds.

    Returns:
        The PEM that is registered with the tenant, and `privateKey`, `thumbprintSha256`, `thumbprint`
        (SHA-1, which older clients name it by) and `x5c` (the PEM again) for the client.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "client.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM).decode()
    return pem, {
        "privateKey": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "thumbprintSha256": certificate.fingerprint(SHA256()).hex(),
        "thumbprint": certificate.fingerprint(SHA1()).hex(),  # noqa: S303 - the name that a header carries
        "x5c": pem,
    }

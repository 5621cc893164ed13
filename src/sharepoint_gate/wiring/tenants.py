"""Which tenant, and how the gate proves who it is there."""

import ssl
from dataclasses import replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import Certificate, load_pem_x509_certificate

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.graph.config import ClientCertificate, ClientSecret, TenantConfig
from sharepoint_gate.rehearsal import EmbeddedTenant
from sharepoint_gate.rehearsal.ready import AppSecret
from sharepoint_gate.settings import Settings
from sharepoint_gate.settingsections import AuditorSettings, CertificateSettings, TenantSettings
from sharepoint_gate.settingssecrets import secret_in

_SAMPLE = b"does this key belong to this certificate?"


def tenant_config(settings: Settings, rehearsal: EmbeddedTenant | None) -> TenantConfig:
    """Return the tenant of the settings, or the rehearsal tenant when there is one.

    Raises:
        SettingsError: A credential or a file of certificates cannot be used.
    """
    sharing = settings.sharing
    if rehearsal is not None:
        return TenantConfig(
            tenant_id=rehearsal.tenant_id,
            client_id=rehearsal.client_id,
            credential=_of_rehearsal(settings, rehearsal),
            authority=rehearsal.authority,
            base_url=rehearsal.base_url,
            ca_file=rehearsal.ca_file,
            company=settings.company,
            create_link_version=sharing.create_link_version,
            page_size=sharing.items_page_size,
            quota=settings.budget.quota,
        )
    tenant = settings.tenant
    if not isinstance(tenant, TenantSettings):
        raise SettingsError("The settings name no tenant.", mend="Fill in the section [tenant].")
    return TenantConfig(
        tenant_id=tenant.tenant_id,
        client_id=tenant.client_id,
        credential=_credential(settings, tenant),
        authority=tenant.authority_url,
        base_url=tenant.base_url,
        ca_file=_trusted(tenant.ca_file),
        company=settings.company,
        create_link_version=sharing.create_link_version,
        page_size=sharing.items_page_size,
        quota=settings.budget.quota,
    )


def auditor_config(settings: Settings, rehearsal: EmbeddedTenant | None) -> TenantConfig:
    """Return the same tenant as the auditor's application sees it.

    Where the settings name none, it is the rehearsal tenant's own auditor, and on a real one the tenant's.

    Raises:
        SettingsError: The auditor has no credential or several, or one that cannot be used.
    """
    config, auditor = tenant_config(settings, rehearsal), settings.auditor
    if auditor.client_id is not None:
        return replace(config, client_id=auditor.client_id, credential=_auditor_credential(auditor))
    app = rehearsal.apps.get("auditor") if rehearsal is not None else None
    if app is None:
        return config
    return replace(config, client_id=app.client_id, credential=_of_app(app))


def _of_rehearsal(settings: Settings, rehearsal: EmbeddedTenant) -> ClientSecret | ClientCertificate:
    path = settings.files.demo_certificate
    return _certificate(CertificateSettings(path=path)) if path else _of_app(rehearsal.apps["reconciler"])


def _of_app(app: AppSecret) -> ClientSecret | ClientCertificate:
    """Return the certificate that the rehearsal tenant made, and that SharePoint asks for, or the secret."""
    if not app.certificate:
        return ClientSecret(app.client_secret)
    return _certificate(CertificateSettings(path=Path(app.certificate)))


def _auditor_credential(auditor: AuditorSettings) -> ClientSecret | ClientCertificate:
    secret, certificate = auditor.client_secret_file, auditor.certificate
    if secret is not None and certificate is None:
        return ClientSecret(secret_in(secret).get_secret_value())
    if certificate is not None and secret is None:
        return _certificate(certificate)
    raise SettingsError(
        "The auditor's application needs one credential.",
        why=f"the section [auditor] names {'none' if secret is None else 'two'}",
        mend="Name client_secret_file or certificate in it.",
    )


def _credential(settings: Settings, tenant: TenantSettings) -> ClientSecret | ClientCertificate:
    secret = settings.read_secret()
    if secret is not None:
        return ClientSecret(secret.get_secret_value())
    if tenant.certificate is None:
        raise SettingsError("The application has no credential.", mend="Name a secret file or a certificate.")
    return _certificate(tenant.certificate)


def _trusted(ca_file: Path | None) -> Path | None:
    try:
        if ca_file is not None:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise SettingsError(
            f"The certificates to trust, {ca_file}, cannot be used.",
            why="it is not a file of PEM certificates"
            if isinstance(error, ssl.SSLError)
            else error.strerror or "",
            mend="Correct tenant.ca_file, or leave it out to trust what is trusted in general.",
        ) from error
    return ca_file


def _certificate(settings: CertificateSettings) -> ClientCertificate:
    try:
        pem = settings.path.read_bytes()
        certificate = load_pem_x509_certificate(pem)
        # OpenSSL's own look at an RSA key costs 75 ms a command; a signature that verifies proves more.
        key = load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(
            f"The certificate {settings.path} cannot be read.",
            why=str(error),
            mend="It is one PEM file with the certificate and its private key, without a passphrase.",
        ) from error
    if not isinstance(key, RSAPrivateKey):
        raise SettingsError(
            f"The key in {settings.path} is not an RSA key.",
            why="Entra takes client assertions that an RSA key has signed",
            mend="Make a certificate with an RSA key of 2048 bits or more.",
        )
    if not _belongs(key, certificate):
        raise SettingsError(
            f"The file {settings.path} holds a private key that is not the certificate's.",
            mend="Put the key that the certificate was made with beside it.",
        )
    prints = {certificate.fingerprint(kind).hex() for kind in (SHA1(), SHA256())}  # noqa: S303 - Entra shows it
    if settings.thumbprint is not None and settings.thumbprint.lower() not in prints:
        raise SettingsError(
            f"The file {settings.path} holds another certificate than the one named.",
            why=f"its thumbprints are {' and '.join(sorted(prints, key=len))}",
            mend="Compare with Entra, and correct tenant.certificate.",
        )
    text = pem.decode()
    return ClientCertificate(private_key=text, certificate=text)


def _belongs(key: RSAPrivateKey, certificate: Certificate) -> bool:
    """Tell whether what the key signs is what the certificate vouches for; a damaged key signs wrongly."""
    public = certificate.public_key()
    if public != key.public_key() or not isinstance(public, RSAPublicKey):
        return False
    try:
        public.verify(key.sign(_SAMPLE, PKCS1v15(), SHA256()), _SAMPLE, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True

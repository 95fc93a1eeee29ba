"""The vault example against libsodium, the reference implementation of Argon2, and BLAKE3's own."""

from __future__ import annotations

import secrets
import sys
from importlib import import_module
from types import ModuleType

import argon2.low_level
import blake3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings
from support import ROOT, build_wheel

pytestmark = pytest.mark.long

KEYS = st.binary(min_size=32, max_size=32)
NONCES = st.binary(min_size=24, max_size=24)


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The example, imported from its wheel."""
    wheel = build_wheel(ROOT / "examples" / "vault", tmp_path_factory.mktemp("vault"))
    sys.path.insert(0, str(wheel.extract(tmp_path_factory.mktemp("site"))))
    return import_module(wheel.module)


@given(KEYS, NONCES, st.binary(max_size=300), st.binary(max_size=40))
def test_texts_are_sealed_as_libsodium_does(
    vault: ModuleType, key: bytes, nonce: bytes, text: bytes, context: bytes
) -> None:
    sealed = vault.seal(key, nonce, text, context=context)
    assert sealed == bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(text, context, nonce, key)
    assert vault.open(key, nonce, sealed, context=context) == text


@given(st.binary(max_size=5000), KEYS)
def test_digests_are_those_of_blake3(vault: ModuleType, data: bytes, key: bytes) -> None:
    assert vault.digest(data) == blake3.blake3(data).digest()
    assert vault.authenticate(key, data) == blake3.blake3(data, key=key).digest()


@settings(max_examples=20, deadline=None)
@given(
    st.binary(max_size=40),
    st.binary(min_size=8, max_size=32),
    st.integers(4, 64),
    st.integers(32, 512),
    st.integers(1, 3),
    st.integers(1, 4),
)
def test_keys_are_derived_as_the_reference_does(
    vault: ModuleType,
    password: bytes,
    salt: bytes,
    length: int,
    memory: int,
    passes: int,
    lanes: int,
) -> None:
    derived = vault.derive_key(
        password, salt, length=length, memory=memory, passes=passes, lanes=lanes
    )
    assert derived == argon2.low_level.hash_secret_raw(
        password, salt, passes, memory, lanes, length, argon2.low_level.Type.ID
    )


def test_the_vector_of_the_rfc_of_argon2(vault: ModuleType) -> None:
    key = vault.derive_key(
        bytes([1]) * 32,
        bytes([2]) * 16,
        memory=32,
        passes=3,
        lanes=4,
        secret=bytes([3]) * 8,
        context=bytes([4]) * 12,
    )
    assert key.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def test_a_changed_text_does_not_open(vault: ModuleType) -> None:
    key = secrets.token_bytes(vault.KEY_LENGTH)
    nonce = secrets.token_bytes(vault.NONCE_LENGTH)
    sealed = vault.seal(key, nonce, b"attack at dawn")
    assert len(sealed) == len(b"attack at dawn") + vault.TAG_LENGTH
    for i in range(len(sealed)):
        changed = bytearray(sealed)
        changed[i] ^= 1
        with pytest.raises(vault.VaultErrorForged):
            vault.open(key, nonce, changed)


def test_errors_say_what_is_wrong(vault: ModuleType) -> None:
    with pytest.raises(vault.VaultError, match="key cannot have 3 bytes") as caught:
        vault.seal(b"key", bytes(24), b"")
    error = caught.value
    assert isinstance(error, ValueError)
    assert isinstance(error, vault.VaultErrorLength)
    assert (error.input, error.length) == ("key", 3)
    with pytest.raises(vault.VaultErrorSettings):
        vault.derive_key(b"password", bytes(16), length=vault.MAX_KEY_LENGTH + 1)
    with pytest.raises(vault.VaultErrorSettings):
        vault.derive_key(b"password", bytes(16), memory=2**32 - 1)

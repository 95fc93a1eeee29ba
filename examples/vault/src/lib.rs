//! Authenticated encryption, hashing and key derivation.
//!
//! Keys, nonces and salts come from the caller, who takes them from `secrets`:
//!
//! ```python
//! key = secrets.token_bytes(pyext_vault.KEY_LENGTH)
//! nonce = secrets.token_bytes(pyext_vault.NONCE_LENGTH)
//! sealed = pyext_vault.seal(key, nonce, b"attack at dawn")
//! ```
//!
//! All that a function is given, makes and returns is overwritten in the extension's memory when the call is over. What
//! Python holds is Python's: `bytes` cannot be overwritten, a `bytearray` can.
#![cfg_attr(target_family = "wasm", no_std)]

use core::fmt;

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use pyext::prelude::*;

/// Bytes of a key of `seal`, `open` and `authenticate`.
#[export]
pub const KEY_LENGTH: u32 = 32;

/// Bytes of a nonce of `seal` and `open`. A random one never repeats in practice.
#[export]
pub const NONCE_LENGTH: u32 = 24;

/// Bytes by which a sealed text is longer.
#[export]
pub const TAG_LENGTH: u32 = 16;

/// Most bytes of a derived key.
#[export]
pub const MAX_KEY_LENGTH: u32 = 1024;

/// Why a function of this module fails.
#[derive(Debug, PartialEq, Error)]
#[pyext(base = "ValueError")]
pub enum VaultError {
    /// The text was not sealed with this key, nonce and context, or it was changed.
    Forged,
    /// A key, nonce or other input has a length that it cannot have.
    Length {
        /// The name of the input.
        input: String,
        /// Bytes that it has.
        length: u32,
    },
    /// The settings of the key derivation do not fit together.
    Settings,
}

impl fmt::Display for VaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VaultError::Forged => f.write_str("the text is forged, or the key is another one"),
            VaultError::Length { input, length } => {
                write!(f, "{input} cannot have {length} bytes")
            }
            VaultError::Settings => f.write_str("the settings do not fit together"),
        }
    }
}

impl core::error::Error for VaultError {}

fn wrong_length(input: &str, bytes: &[u8]) -> VaultError {
    VaultError::Length {
        input: input.into(),
        length: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
    }
}

/// An input of a fixed length.
fn exactly<'a, const N: usize>(input: &str, bytes: &'a [u8]) -> Result<&'a [u8; N], VaultError> {
    bytes.try_into().map_err(|_| wrong_length(input, bytes))
}

fn cipher(key: &[u8]) -> Result<XChaCha20Poly1305, VaultError> {
    let key: &[u8; KEY_LENGTH as usize] = exactly("key", key)?;
    Ok(XChaCha20Poly1305::new(Key::from_slice(key)))
}

/// Encrypts a text and protects it from changes, by XChaCha20-Poly1305.
///
/// A nonce must not serve twice with one key. `context` is not encrypted and not part of the result, and the text opens only
/// with the same one.
#[export(wipe, signature = (key, nonce, plaintext, *, context = b""))]
pub fn seal(
    key: &[u8],
    nonce: &[u8],
    plaintext: &[u8],
    context: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let nonce: &[u8; NONCE_LENGTH as usize] = exactly("nonce", nonce)?;
    let payload = Payload {
        msg: plaintext,
        aad: context,
    };
    cipher(key)?
        .encrypt(XNonce::from_slice(nonce), payload)
        .map_err(|_| wrong_length("plaintext", plaintext))
}

/// Decrypts what `seal` made, with the same key, nonce and context.
#[export(wipe, signature = (key, nonce, sealed, *, context = b""))]
pub fn open(
    key: &[u8],
    nonce: &[u8],
    sealed: &[u8],
    context: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let nonce: &[u8; NONCE_LENGTH as usize] = exactly("nonce", nonce)?;
    let payload = Payload {
        msg: sealed,
        aad: context,
    };
    cipher(key)?
        .decrypt(XNonce::from_slice(nonce), payload)
        .map_err(|_| VaultError::Forged)
}

/// The BLAKE3 hash of some data.
#[export(wipe)]
pub fn digest(data: &[u8]) -> [u8; 32] {
    blake3::hash(data).into()
}

/// The keyed BLAKE3 hash of some data: proof that who made it has the key.
#[export(wipe)]
pub fn authenticate(key: &[u8], data: &[u8]) -> Result<[u8; 32], VaultError> {
    let key = exactly("key", key)?;
    Ok(blake3::keyed_hash(key, data).into())
}

/// Derives a key from a password, by Argon2id.
///
/// `salt` is random, has 16 bytes or more, and is kept beside what the key opens. `memory` is in KiB. The defaults are the
/// second choice of RFC 9106, for machines with little memory; more of `memory` and `passes` makes guessing dearer.
///
/// `secret` and `context` go into the key as well, if they are given.
#[export(wipe, signature = (password, salt, *, length = 32, memory = 65536, passes = 3, lanes = 4, secret = b"", context = b""))]
#[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
pub fn derive_key(
    password: &[u8],
    salt: &[u8],
    length: u32,
    memory: u32,
    passes: u32,
    lanes: u32,
    secret: &[u8],
    context: &[u8],
) -> Result<Vec<u8>, VaultError> {
    if length > MAX_KEY_LENGTH {
        return Err(VaultError::Settings);
    }
    let mut key = vec![0; length as usize];
    let params = ParamsBuilder::new()
        .m_cost(memory)
        .t_cost(passes)
        .p_cost(lanes)
        .output_len(key.len())
        .data(AssociatedData::new(context).map_err(|_| wrong_length("context", context))?)
        .build()
        .map_err(|_| VaultError::Settings)?;
    let mut blocks: Vec<Block> = Vec::new();
    // Not as the crate does it: it panics if there is no memory for what Python asks for.
    let reserved = blocks.try_reserve_exact(params.block_count());
    reserved.map_err(|_| VaultError::Settings)?;
    blocks.resize(params.block_count(), Block::new());
    let argon2 = Argon2::new_with_secret(secret, Algorithm::Argon2id, Version::V0x13, params)
        .map_err(|_| wrong_length("secret", secret))?;
    argon2
        .hash_password_into_with_memory(password, salt, &mut key, &mut blocks)
        .map_err(|error| match error {
            argon2::Error::SaltTooShort | argon2::Error::SaltTooLong => wrong_length("salt", salt),
            argon2::Error::PwdTooLong => wrong_length("password", password),
            _ => VaultError::Settings,
        })?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let byte = |i| u8::from_str_radix(&text[i..i + 2], 16);
        (0..text.len())
            .step_by(2)
            .map(|i| byte(i).unwrap_or(0))
            .collect()
    }

    fn count(from: u8, len: u8) -> Vec<u8> {
        (from..from + len).collect()
    }

    /// draft-irtf-cfrg-xchacha-03, A.3.1.
    #[test]
    fn a_text_is_sealed_as_in_the_draft_of_xchacha() {
        let (key, nonce) = (count(0x80, 32), count(0x40, 24));
        let context = hex("50515253c0c1c2c3c4c5c6c7");
        let plaintext = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let sealed = hex(concat!(
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb",
            "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452",
            "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9",
            "21f9664c97637da9768812f615c68b13b52e",
            "c0875924c1c7987947deafd8780acf49",
        ));
        assert_eq!(seal(&key, &nonce, plaintext, &context), Ok(sealed.clone()));
        assert_eq!(
            open(&key, &nonce, &sealed, &context),
            Ok(plaintext.to_vec())
        );
        assert_eq!(open(&key, &nonce, &sealed, b""), Err(VaultError::Forged));
        assert_eq!(
            open(&key, &nonce, &sealed[1..], &context),
            Err(VaultError::Forged)
        );
    }

    /// RFC 9106, 5.3.
    #[test]
    fn a_key_is_derived_as_in_the_rfc_of_argon2() {
        let key = derive_key(&[1; 32], &[2; 16], 32, 32, 3, 4, &[3; 8], &[4; 12]);
        assert_eq!(
            key,
            Ok(hex(
                "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
            ))
        );
    }

    #[test]
    fn data_has_the_digest_of_blake3() {
        assert_eq!(
            digest(b"").to_vec(),
            hex("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262")
        );
    }

    #[test]
    fn an_input_of_a_wrong_length_is_named() {
        let error = seal(&[0; 31], &[0; 24], b"", b"").unwrap_err();
        assert_eq!(error.to_string(), "key cannot have 31 bytes");
        let error = derive_key(b"password", b"salt", 32, 64, 1, 1, b"", b"").unwrap_err();
        assert_eq!(error.to_string(), "salt cannot have 4 bytes");
    }

    #[test]
    fn settings_that_do_not_fit_are_refused() {
        for (length, memory, passes, lanes) in [
            (0, 64, 1, 1),
            (1025, 64, 1, 1),
            (32, 7, 1, 1),
            (32, 64, 0, 1),
            (32, 64, 1, 0),
        ] {
            let key = derive_key(
                b"password",
                &[0; 16],
                length,
                memory,
                passes,
                lanes,
                b"",
                b"",
            );
            assert_eq!(
                key,
                Err(VaultError::Settings),
                "{length} {memory} {passes} {lanes}"
            );
        }
    }
}

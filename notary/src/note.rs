//! Signed notes, as c2sp.org/signed-note v1.0.0 says: a text, an empty line, a line a signature.
use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// The longest note that is read.
pub const MAX_NOTE: usize = 1 << 20;
/// The most signatures of a note that is read.
pub const MAX_SIGNATURES: usize = 100;

/// What begins a line with a signature: em dash, space.
const DASH: &str = "\u{2014} ";

/// How a key signs: the byte that goes into its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Ed25519 over the text.
    Ed25519 = 1,
    /// Ed25519 over the text and an instant (c2sp.org/tlog-cosignature).
    CosignatureV1 = 4,
}

/// A public key and the name under which it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    scheme: Scheme,
    key: VerifyingKey,
}

/// A text names no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// Its name cannot stand in a note.
    #[error("a name of a key holds one character at least, no space and no plus")]
    Name,
    /// It is not in the form of a verifier key.
    #[error("not a verifier key: NAME+ID+KEY, with the id that belongs to name and key")]
    Form,
}

/// Why a note is not taken for what it says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is no signed note.
    #[error("not a signed note: {0}")]
    Form(&'static str),
    /// None of its signatures is by the key.
    #[error("the note is not signed by {0}")]
    NotSigned(String),
    /// It carries a signature by the key, over something else.
    #[error("the signature by {0} is not of this text")]
    BadSignature(String),
}

/// A line with a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: String,
    /// The id of the key.
    pub key_id: [u8; 4],
    /// The signature, in the form of its scheme.
    pub bytes: Vec<u8>,
}

/// A text with its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The text, with the newline that ends it.
    pub text: String,
    /// At least one in a note that was read.
    pub signatures: Vec<NoteSignature>,
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| !c.is_whitespace() && c != '+' && !c.is_control();
    !name.is_empty() && name.chars().all(fits)
}

impl VerifierKey {
    /// A key that signs texts.
    ///
    /// # Errors
    /// [`BadKey::Name`].
    pub fn new(name: &str, scheme: Scheme, key: VerifyingKey) -> Result<Self, BadKey> {
        if !is_name(name) {
            return Err(BadKey::Name);
        }
        let name = name.to_owned();
        Ok(Self { name, scheme, key })
    }

    /// The name under which it signs.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key.
    #[must_use]
    pub fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// How it signs.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The first bytes of the SHA-256 of name, newline, scheme and key.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        let mut hasher = Sha256::new();
        hasher.update(self.name.as_bytes());
        hasher.update([b'\n', self.scheme as u8]);
        hasher.update(self.key.as_bytes());
        let hash: [u8; 32] = hasher.finalize().into();
        let [a, b, c, d, ..] = hash;
        [a, b, c, d]
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id());
        let mut bytes = vec![self.scheme as u8];
        bytes.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{id:08x}+{}", self.name, STANDARD.encode(bytes))
    }
}

impl FromStr for VerifierKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(BadKey::Form);
        };
        let key = STANDARD.decode(key).map_err(|_| BadKey::Form)?;
        let (scheme, key) = key.split_first().ok_or(BadKey::Form)?;
        let scheme = match scheme {
            1 => Scheme::Ed25519,
            4 => Scheme::CosignatureV1,
            _ => return Err(BadKey::Form),
        };
        let key = VerifyingKey::try_from(key).map_err(|_| BadKey::Form)?;
        let read = Self::new(name, scheme, key)?;
        if format!("{:08x}", u32::from_be_bytes(read.id())) != id {
            return Err(BadKey::Form);
        }
        Ok(read)
    }
}

impl NoteSignature {
    /// The line, without its newline.
    #[must_use]
    pub fn line(&self) -> String {
        let mut bytes = self.key_id.to_vec();
        bytes.extend_from_slice(&self.bytes);
        format!("{DASH}{} {}", self.name, STANDARD.encode(bytes))
    }

    fn parse(line: &str) -> Option<Self> {
        let (name, bytes) = line.strip_prefix(DASH)?.split_once(' ')?;
        let bytes = STANDARD.decode(bytes).ok()?;
        let (key_id, bytes) = bytes.split_first_chunk()?;
        (is_name(name) && !bytes.is_empty()).then(|| Self {
            name: name.to_owned(),
            key_id: *key_id,
            bytes: bytes.to_vec(),
        })
    }
}

impl Note {
    /// A text signed by a key.
    #[must_use]
    pub fn signed(text: String, key: &SigningKey, named: &VerifierKey) -> Self {
        let mut note = Self {
            text,
            signatures: vec![],
        };
        note.sign(key, named);
        note
    }

    /// Adds a signature over the text.
    pub fn sign(&mut self, key: &SigningKey, named: &VerifierKey) {
        let signature = key.sign(self.text.as_bytes());
        self.signatures.push(NoteSignature {
            name: named.name.clone(),
            key_id: named.id(),
            bytes: signature.to_bytes().to_vec(),
        });
    }

    /// From its bytes.
    ///
    /// # Errors
    /// [`NoteError::Form`].
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_NOTE {
            return Err(NoteError::Form("it is longer than a megabyte"));
        }
        let note = std::str::from_utf8(bytes).map_err(|_| NoteError::Form("it is not UTF-8"))?;
        if note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(NoteError::Form("it holds a control character"));
        }
        let none = NoteError::Form("no empty line stands before its signatures");
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(none)?;
        let unended = NoteError::Form("no newline ends its last line");
        let signatures = signatures.strip_suffix('\n').ok_or(unended)?;
        let signatures: Option<Vec<_>> = signatures.split('\n').map(NoteSignature::parse).collect();
        let signatures = signatures.ok_or(NoteError::Form("a signature is not in its form"))?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::Form("it has more than a hundred signatures"));
        }
        Ok(Self {
            text: format!("{text}\n"),
            signatures,
        })
    }

    /// That the key signed the text.
    ///
    /// # Errors
    /// `NotSigned`, `BadSignature`.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), NoteError> {
        let mut by_key = self.by(key).peekable();
        if key.scheme != Scheme::Ed25519 || by_key.peek().is_none() {
            return Err(NoteError::NotSigned(key.name.clone()));
        }
        for one in by_key {
            let signature = Signature::from_slice(&one.bytes).ok();
            let text = self.text.as_bytes();
            let holds = signature.is_some_and(|it| key.key.verify_strict(text, &it).is_ok());
            if !holds {
                return Err(NoteError::BadSignature(key.name.clone()));
            }
        }
        Ok(())
    }

    /// The signatures that name the key.
    pub(crate) fn by(&self, key: &VerifierKey) -> impl Iterator<Item = &NoteSignature> {
        let (name, id) = (key.name.clone(), key.id());
        let by_key = move |one: &&NoteSignature| one.name == name && one.key_id == id;
        self.signatures.iter().filter(by_key)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|one| writeln!(f, "{}", one.line()))
    }
}

#[cfg(test)]
mod tests;

//! What is personal travels sealed through the rules, which never need to read it.
use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A kind of personal data, as it stands in clear outside the log.
pub trait Personal {
    /// Its stable name: bound into the seal, so that one kind cannot pass for another.
    const FIELD: &'static str;
}

/// A sealed value: the ciphertext as text. Whose key opens it is told by the event around it.
pub struct Sealed<T> {
    text: Box<str>,
    clear: PhantomData<fn() -> T>,
}

impl<T> Sealed<T> {
    /// Wraps what the vault has sealed.
    #[must_use]
    pub fn from_text(text: impl Into<Box<str>>) -> Self {
        Self {
            text: text.into(),
            clear: PhantomData,
        }
    }

    /// The ciphertext.
    #[must_use]
    pub fn as_text(&self) -> &str {
        &self.text
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self::from_text(self.text.clone())
    }
}

impl<T> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Sealed<T> {}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed")
    }
}

impl<T> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Box::<str>::deserialize(d).map(Self::from_text)
    }
}

//! What became of an erasure.
/// What an erasure did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// When the person was first erased, in microseconds since 1970 (UTC).
    pub erased_at: i64,
    /// What the vault held of the person before.
    pub found: Found,
    /// Whether the destroyed key is gone from where the vault lies.
    pub traces: Traces,
}

/// What an erasure found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A key, which is destroyed now.
    Key,
    /// No key; the person will not get one.
    NoKey,
    /// An earlier erasure; on PostgreSQL perhaps this one, if the connection was lost just when
    /// it was acknowledged.
    AlreadyErased,
}

/// Whether anything is left of the wrapped keys that were destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traces {
    /// Nothing is left in the vault's files.
    Gone,
    /// No program can use the key through the vault, but a long reader (a backup) kept its bytes
    /// in the write-ahead log. The writer tries again every second and at the next start;
    /// erasing the person again tells how it stands.
    Pending,
    /// No program can use the key through the vault. PostgreSQL keeps its wrapped bytes for a
    /// while: in the table until the next vacuum and page write, in the write-ahead log until
    /// that is recycled, in an archive or a backup as long as these are kept. A new master key
    /// makes them worthless.
    WithTheServer,
}

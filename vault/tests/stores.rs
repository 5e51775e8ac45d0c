//! The contract suite over both stores.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]
mod contract;
mod folder;

mod in_a_file {
    use crate::contract::{Folder, contract};
    contract!(Folder::new());
}

mod on_postgres {
    use crate::contract::{Server, contract};
    contract!(Server::new());
}

mod on_postgres_asked_each_time {
    use crate::contract::{Server, contract};
    contract!(Server::trusting_nothing());
}

//! The pages that people open: each person's job in a browser, in French, on a phone or with a
//! screen reader, without a script.
//!
//! The room knows `proto` alone: whatever is shown or done is asked of the gRPC services by the
//! generated client, in the name of whoever has signed in, so that no rule and no permission is
//! written twice. A folder a role, a file a page.
//!
//! A page is a function of a [`Visit`]: it asks, makes a view of the answers and shows it. A form
//! is posted to a function that asks for the command; where that is refused, the page is shown
//! again with what was typed and with the sentences of the server at their fields, else the browser
//! is sent to the next page, which sees what was done.
//!
//! - From a connection to a page: `server`, [`Visit`], `calls`, `after`, `failure`, `layout`,
//!   `headers`, `compression`, `assets`; [`Site`], [`Settings`].
//! - What keeps a visitor's session theirs: `sessions`, `csrf`.
//! - Forms: `form`, `posted`, `refusal`, `places`, `weeks`, `moments`; `markup`, `words`, `dates`,
//!   `names`: what pages are written with.
//! - A folder a role, named in `roles`: `pupil`, `guardian`, `teacher`, `head`, `host`, `state`,
//!   `committee`, `association`, `operator`, and `everybody`. What roles share: `college`, `offers`,
//!   `agreements`, `signing`, `amending`, `drafts`, `duplicates`, `personal_data`.
//! - `charts`; `live`: figures that go on; `exports`, `download`: files. [`demo`]: the people of a
//!   campaign that was played.
#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]
mod acts;
mod after;
mod agreements;
mod amending;
mod assets;
mod association;
mod calls;
mod charts;
mod college;
mod committee;
mod compression;
mod csrf;
mod dates;
pub mod demo;
mod download;
mod drafts;
mod duplicates;
mod everybody;
mod exports;
mod failure;
mod form;
mod guardian;
mod head;
mod headers;
mod host;
mod layout;
mod live;
mod markup;
mod moments;
mod names;
mod offers;
mod operator;
mod personal_data;
mod places;
mod posted;
mod pupil;
mod refusal;
mod roles;
mod server;
mod sessions;
mod settings;
mod signing;
mod site;
mod state;
mod teacher;
mod visit;
mod weeks;
mod words;

pub use server::{router, visited_from};
pub use settings::{BadBrand, BadOrigin, Brand, Origin, Settings};
pub use site::Site;
pub use visit::Visit;

//! Live figures: what a dashboard shows, sent anew whenever it is another, by server-sent events.
//!
//! Whoever looks at the same figures by the same rights shares one watch of the services, and each value
//! is written once for all of them ([`shared`]). A stream is one visitor's ([`stream`]): its page asks in
//! their own name first, and it ends with their session, or after a few minutes: the browser comes back
//! by itself, and is asked again who it is.
mod shared;
mod stream;

pub(crate) use shared::{Figures, Live};
pub(crate) use stream::stream;

//! Given events, then state.

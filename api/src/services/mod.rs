//! The gRPC services: each translates, and nothing else.
mod placements;

pub use placements::PlacementService;

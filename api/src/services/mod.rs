//! The gRPC services: each translates, and nothing else.
mod applications;
mod audit;
mod directory;
mod establishments;
mod follow_ups;
mod hosts;
mod offers;
mod placements;
mod status;
mod steering;
mod students;

pub use applications::ApplicationService;
pub use audit::AuditService;
pub use directory::DirectoryService;
pub use establishments::EstablishmentService;
pub use follow_ups::FollowUpService;
pub use hosts::HostService;
pub use offers::OfferService;
pub use placements::PlacementService;
pub use status::StatusService;
pub use steering::SteeringService;
pub use students::StudentService;

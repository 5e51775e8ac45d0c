//! The phases of a campaign, in the order of the school year.
pub mod agreeing;
pub mod answering;
pub mod applying;
pub mod authorising;
pub mod changing;
pub mod completing;
pub mod enrolling;
pub mod groups;
pub mod hosting;
pub mod next_winter;
pub mod next_year;
pub mod opening;
pub mod placed_pupils;
pub mod pooling;
pub mod preparing;
pub mod steering;
pub mod waves;

//! Given what happened, then what the search shows.
mod after_a_snapshot;
mod brute_force;
mod confirmation;
mod given;
mod head_start;
mod pages;
mod reach;
mod seats;
mod supply;
mod words;

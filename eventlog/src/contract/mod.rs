//! The contract suite: what [`crate::EventLog`] promises, as functions that an adapter's tests
//! run against it. A broken promise panics, as a test does.
//!
//! An adapter writes a [`Harness`] and one line: `eventlog::contract!(its_harness());`.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "these functions are tests that several crates run"
)]
mod bytes;
mod damage;
mod durable;
mod given;
mod harness;
mod history;
mod order;
mod reads;
mod refused;
mod retries;
mod time;
mod versions;
mod waiting;

pub use bytes::*;
pub use damage::*;
pub use durable::*;
pub use harness::{Column, HandClock, Harness, Undo};
pub use history::*;
pub use order::*;
pub use reads::*;
pub use refused::*;
pub use retries::*;
pub use time::*;
pub use versions::*;
pub use waiting::*;

/// One test for each promise of the port, each with a harness of its own, made by the expression
/// given. The crate that calls it depends on tokio with `macros` and `rt-multi-thread`.
#[macro_export]
macro_rules! contract {
    ($harness:expr) => {
        $crate::contract! { @each $harness;
            an_empty_log_holds_nothing
            an_acknowledged_append_is_there_after_reopening
            a_reopened_log_goes_on_where_it_ended
            the_outcome_names_the_last_event
            a_conflict_is_told_and_stores_nothing
            a_stream_that_does_not_exist_yet_is_not_ahead
            of_many_writers_of_one_version_one_wins
            an_append_is_whole_or_absent
            streams_whose_names_begin_alike_are_apart
            concurrent_writers_and_a_follower_agree
            a_retry_gives_the_first_outcome
            a_retry_after_others_gives_the_first_outcome
            a_retry_after_reopening_gives_the_first_outcome
            retries_at_the_same_time_store_once
            a_retry_with_another_expectation_gives_the_first_outcome
            a_known_id_among_others_is_refused
            a_known_id_in_another_stream_is_refused
            an_append_without_events_is_refused
            an_append_of_too_many_events_is_refused
            an_event_too_large_is_refused
            text_that_is_not_utf8_is_refused
            an_id_given_twice_is_refused
            a_type_needs_a_name_and_a_version
            payload_and_metadata_come_back_byte_for_byte
            every_field_comes_back
            recorded_time_never_goes_back
            recorded_time_never_goes_back_after_reopening
            a_copied_event_keeps_its_recorded_time
            an_instant_names_a_position
            a_read_of_all_gives_pages_in_order
            a_read_of_a_stream_gives_pages_in_order
            a_read_at_positions_keeps_their_order
            a_read_at_a_missing_position_is_damage
            waiting_ends_with_the_next_event
            waiting_ends_at_once_when_there_is_more
            a_follower_waits_and_goes_on
            a_follower_dropped_while_waiting_loses_nothing
            a_bit_turned_over_is_noticed_when_it_is_read
            a_reader_goes_on_from_its_checkpoint
            a_reader_of_another_history_is_told
            a_follower_beyond_the_end_does_not_wait
            a_log_belongs_to_one_installation
        }
    };
    (@each $harness:expr; $($promise:ident)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $promise() {
                $crate::contract::$promise(&$harness).await;
            }
        )*
    };
}

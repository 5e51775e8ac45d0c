//! The contract suite: what a vault promises wherever its keys lie, as functions that run
//! against each store.
mod erasing;
mod harness;
mod keys;
mod opening;

pub use erasing::*;
pub use harness::{Folder, Harness, Server};
pub use keys::*;
pub use opening::*;

pub const NAME: &str = "student.name";

/// One test for each promise, each with a store of its own, made by the expression given.
macro_rules! contract {
    ($harness:expr) => {
        contract! { @each $harness;
            callers_at_the_same_time_get_one_key_for_one_person
            callers_at_the_same_time_all_get_their_keys
            lists_that_overlap_at_the_same_time_get_one_key_for_each
            a_list_may_be_empty_long_and_repeat_itself
            each_person_has_a_key_of_their_own
            what_one_handle_seals_the_other_opens
            keys_are_there_after_reopening
            what_was_asked_is_done_though_the_caller_went_away
            a_small_memory_of_keys_changes_no_answer
            a_keyring_opens_a_whole_list
            a_person_without_a_key_neither_seals_nor_opens
            a_key_given_to_another_person_is_refused
            what_was_sealed_opens_no_more
            erasing_again_tells_when_it_happened
            the_erased_get_no_new_key
            who_never_had_a_key_is_marked_all_the_same
            an_erasure_counts_after_reopening
            another_handle_that_knew_the_key_forgets_it
            no_reader_sees_a_key_after_its_erasure_was_acknowledged
            one_of_many_erasures_finds_the_key
            erasures_and_new_keys_at_the_same_time_end_erased
            the_store_itself_refuses_to_bring_back_the_erased
            another_master_key_is_refused
            handles_that_make_the_vault_at_once_agree
            debug_shows_neither_keys_nor_persons
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
pub(crate) use contract;

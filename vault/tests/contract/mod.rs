//! The contract suite: what a vault promises wherever its keys lie, as functions that run
//! against each store.
mod erasing;
mod harness;
mod keys;
mod opening;
mod rotating;

pub use erasing::*;
pub use harness::{Folder, Harness, Server};
pub use keys::*;
pub use opening::*;
pub use rotating::*;

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
            nobody_who_had_a_key_gets_a_second_one
            a_vault_belongs_to_one_installation
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
            what_was_sealed_before_opens_after_and_the_old_master_key_opens_nothing
            the_store_itself_takes_nothing_under_a_retired_master_key
            a_rotation_that_was_stopped_goes_on_after_each_step
            the_next_rotation_begins_when_one_is_done
            the_erased_stay_erased_and_late_keys_are_found
            servers_go_on_while_another_rotates
            keys_from_the_environment_are_rotated_by_whoever_gives_them
            a_program_without_the_new_master_key_says_which_is_missing
            a_file_that_comes_late_is_read_again
            a_damaged_key_keeps_the_old_master_key_until_its_person_is_erased
            one_program_at_a_time_rotates
            two_that_register_different_keys_do_not_lose_one
            a_vault_of_version_1_is_lifted_and_rotated
            a_list_from_the_environment_and_a_file_hold_the_same
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

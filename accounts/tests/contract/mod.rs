//! What the accounts promise wherever they lie, as functions that run against each store.
mod ground;
mod identities;
mod invitations;
mod leaving;
mod new_address;
mod opening;
mod outbox;
mod resets;
mod sessions;
mod signing_in;
mod signing_keys;
mod signing_up;
mod throttling;

pub use ground::{File, Ground, Server};
pub use identities::*;
pub use invitations::*;
pub use leaving::*;
pub use new_address::*;
pub use opening::*;
pub use outbox::*;
pub use resets::*;
pub use sessions::*;
pub use signing_in::*;
pub use signing_keys::*;
pub use signing_up::*;
pub use throttling::*;

/// One test for each promise, each on a ground of its own, made by the expression given.
macro_rules! contract {
    ($ground:expr) => {
        contract! { @each $ground;
            an_account_opens_once_its_address_is_confirmed
            a_confirmation_link_works_once_and_for_two_days
            a_taken_address_changes_nothing_and_its_holder_is_told
            a_holder_is_not_told_without_end
            signing_up_again_before_the_confirmation_sends_another_link
            a_sign_up_keeps_nothing_but_a_link
            what_does_not_open_any_more_is_found
            whoever_follows_the_link_chooses_the_password
            a_sign_up_tells_nothing_of_another_address
            sign_ups_of_an_address_are_throttled_known_or_not
            what_is_no_address_or_no_password_is_refused
            a_sign_up_never_confirmed_is_swept_with_its_letter
            of_many_who_confirm_one_address_one_gets_it
            every_refusal_reads_the_same
            an_unknown_address_takes_the_same_work
            a_hash_made_at_other_costs_is_made_anew
            the_wanted_person_signs_in
            failures_make_the_next_try_wait_longer_whether_the_address_is_known_or_not
            all_servers_count_together
            a_source_waits_too
            many_tries_at_once_do_not_slip_through
            a_success_or_an_hour_makes_failures_forgotten
            who_is_sent_away_unheard_is_not_counted
            an_invitation_opens_an_account
            an_invitation_works_once_for_thirty_days_and_not_for_the_erased
            of_two_acceptances_at_once_one_wins
            an_invitation_does_not_take_over_the_account_of_its_address
            an_address_never_confirmed_gives_way_to_an_invitation
            a_person_apart_shares_no_credential_whoever_comes_first
            being_invited_again_doubles_nothing
            an_invitation_to_an_address_that_was_wrong_is_over
            an_invitation_is_accepted_by_an_external_identity
            an_external_identity_opens_what_it_is_linked_with
            an_external_identity_opens_one_credential
            a_refresh_token_works_once
            a_token_used_twice_ends_the_session_and_its_person_is_told
            of_two_refreshes_at_once_one_wins_and_the_session_ends
            a_session_ends_when_idle_and_after_thirty_days
            signing_out_ends_one_session_or_all
            a_new_password_ends_all_sessions
            a_reset_link_works_once_and_for_an_hour
            a_reset_tells_nothing_and_is_throttled
            a_reset_waits_for_no_failed_tries
            changing_the_password_needs_the_old_one
            an_account_moves_once_the_new_address_is_confirmed
            an_account_does_not_move_where_another_is_and_nobody_learns_of_it
            persons_who_share_a_password_move_together_and_a_pupil_alone
            a_new_password_voids_a_link_to_another_address
            a_new_password_takes_external_identities_away
            whatever_comes_at_once_nobody_waits_in_a_circle
            what_the_log_asks_for_is_queued_once
            of_many_who_queue_the_same_one_does
            a_message_is_tried_until_it_is_sent_or_dropped
            a_message_that_does_not_open_keeps_no_others_waiting
            a_message_to_the_erased_is_left_out
            the_outbox_goes_back_where_its_log_did
            letters_to_an_address_are_counted_for_a_day
            only_a_confirmed_address_is_one_for_news
            a_key_that_does_not_open_is_set_aside
            a_secret_that_does_not_open_is_named
            an_account_whose_address_is_damaged_is_named_and_signs_in
            a_key_signs_until_it_is_replaced
            servers_that_rotate_at_once_rotate_once
            an_erased_person_leaves_nothing_behind
            an_erased_person_leaves_the_others_of_the_credential
            the_service_itself_is_no_person
            an_export_holds_all_of_one_person
            what_is_over_is_swept
            nothing_is_stored_in_clear
            nothing_is_shown_in_clear
            handles_that_open_at_once_agree
            tables_of_a_newer_program_are_refused
            tables_of_the_first_version_grow_up
            accounts_are_there_after_reopening
        }
    };
    (@each $ground:expr; $($promise:ident)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $promise() {
                $crate::contract::$promise(&$ground).await;
            }
        )*
    };
}
pub(crate) use contract;

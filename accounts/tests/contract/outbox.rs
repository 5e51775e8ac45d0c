//! The outbox.
use std::sync::Arc;

use accounts::{MessageState, damaged as damaged_of};
use uuid::Uuid;
use vault::PersonId;

use super::ground::{
    DAY, Ground, HOUR, Handle, PASSWORD, PUPIL, invitation, is_link_refused, place,
};
use crate::folder::someone;

pub async fn what_the_log_asks_for_is_queued_once(ground: &impl Ground) {
    let accounts = ground.open().await;
    assert_eq!(accounts.outbox_checkpoint().await.unwrap(), 0);
    let (ana, tom) = (someone(), someone());
    let first = invitation(ana, "ana@exemple.fr", PUPIL);
    let mut news = invitation(tom, "Tom@exemple.fr", PUPIL);
    news.link = None;
    let queued = accounts.queue_from_log(vec![first.clone(), news.clone()], place(7));
    queued.await.unwrap();
    assert_eq!(accounts.outbox_checkpoint().await.unwrap(), 7);
    let link = accounts.link(ana, "staff.invited").await;
    // The same part of the log once more, and an older one: nothing is doubled, nothing goes back.
    for checkpoint in [7, 3] {
        let again = accounts.queue_from_log(vec![first.clone(), news.clone()], place(checkpoint));
        again.await.unwrap();
        assert_eq!(accounts.outbox_checkpoint().await.unwrap(), 7);
    }
    assert_eq!(accounts.link(ana, "staff.invited").await, link);
    let due = accounts.due_messages(ground.now(), 10).await.unwrap();
    assert_eq!(due.len(), 2);
    let of_tom = &accounts.mail(tom, "staff.invited").await[0];
    assert_eq!(of_tom.id, news.id);
    assert_eq!(of_tom.address, "Tom@exemple.fr");
    assert_eq!(of_tom.body, news.body);
    assert_eq!((of_tom.link_token.as_ref(), of_tom.attempts), (None, 0));
    // Also once it was sent.
    accounts.message_sent(first.id).await.unwrap();
    accounts
        .queue_from_log(vec![first], place(8))
        .await
        .unwrap();
    assert!(accounts.mail(ana, "staff.invited").await.is_empty());
    accounts.accept_invitation(&link, PASSWORD).await.unwrap();
}

pub async fn of_many_who_queue_the_same_one_does(ground: &impl Ground) {
    let handles = [Arc::new(ground.open().await), Arc::new(ground.open().await)];
    let ana = someone();
    let message = invitation(ana, "ana@exemple.fr", PUPIL);
    let tasks: Vec<_> = (0..8)
        .map(|at| {
            let (accounts, message) = (Arc::clone(&handles[at % 2]), message.clone());
            tokio::spawn(async move {
                accounts
                    .queue_from_log(vec![message], place(1))
                    .await
                    .unwrap()
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(handles[0].mail(ana, "staff.invited").await.len(), 1);
    let links = "SELECT count(*) FROM account_links";
    assert_eq!(ground.number(links).await, 1);
    let link = handles[1].link(ana, "staff.invited").await;
    handles[1].accept_invitation(&link, PASSWORD).await.unwrap();
}

pub async fn a_message_is_tried_until_it_is_sent_or_dropped(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (ana, tom) = (someone(), someone());
    let to_ana = invitation(ana, "ana@exemple.fr", PUPIL);
    let to_tom = invitation(tom, "tom@exemple.fr", PUPIL);
    let queued = accounts.queue_from_log(vec![to_ana.clone(), to_tom.clone()], place(1));
    queued.await.unwrap();
    let later = ground.now() + i64::try_from(HOUR.as_micros()).unwrap();
    for id in [to_ana.id, to_tom.id] {
        accounts
            .message_failed(id, "451 <ana@exemple.fr> try later", later)
            .await
            .unwrap();
    }
    assert!(
        accounts
            .due_messages(later - 1, 10)
            .await
            .unwrap()
            .is_empty()
    );
    let due = accounts.due_messages(later, 10).await.unwrap();
    assert_eq!(due.len(), 2);
    assert!(due.iter().all(|message| message.attempts == 1));
    assert_eq!(accounts.due_messages(later, 1).await.unwrap().len(), 1);
    let listed = accounts.list_messages(0, 10).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(
        listed
            .iter()
            .all(|one| one.state == MessageState::Due(later))
    );
    assert_eq!(
        listed[0].reason.as_deref(),
        Some("451 <ana@exemple.fr> try later")
    );
    accounts.message_sent(to_ana.id).await.unwrap();
    let dropped = accounts.message_dropped(to_tom.id, "550 no such user");
    dropped.await.unwrap();
    // What is done is done.
    accounts.message_dropped(to_ana.id, "no").await.unwrap();
    accounts
        .message_failed(to_ana.id, "no", later)
        .await
        .unwrap();
    accounts.message_sent(to_tom.id).await.unwrap();
    assert!(
        accounts
            .due_messages(i64::MAX, 10)
            .await
            .unwrap()
            .is_empty()
    );
    let now = ground.now();
    let listed = accounts.list_messages(0, 10).await.unwrap();
    for one in &listed {
        assert_eq!(
            (one.message.address.as_str(), one.message.body.as_str()),
            ("", "")
        );
        assert_eq!(one.message.link_token, None);
        if one.message.id == to_ana.id {
            assert_eq!((one.state, &one.reason), (MessageState::Sent(now), &None));
        } else {
            let reason = one.reason.as_deref();
            assert_eq!(
                (one.state, reason),
                (MessageState::Dropped(now), Some("550 no such user"))
            );
        }
    }
    assert_eq!(accounts.list_messages(1, 10).await.unwrap(), listed[1..]);
}

pub async fn a_message_that_does_not_open_keeps_no_others_waiting(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (ana, tom) = (someone(), someone());
    let broken = invitation(ana, "ana@exemple.fr", PUPIL);
    accounts
        .queue_from_log(vec![broken.clone()], place(1))
        .await
        .unwrap();
    let damaged = ground.damaged_text();
    let set = ["sealed_address", "sealed_body", "sealed_link_token"];
    let set = set.map(|column| format!("{column} = {damaged}")).join(", ");
    ground
        .run(&format!("UPDATE account_messages SET {set}"))
        .await;
    let whole = invitation(tom, "tom@exemple.fr", PUPIL);
    accounts
        .queue_from_log(vec![whole.clone()], place(2))
        .await
        .unwrap();
    for _ in 0..2 {
        let due = accounts.due_messages(ground.now(), 10).await.unwrap();
        assert_eq!(due.len(), 1);
        assert_eq!(due[0].id, whole.id);
    }
    let due = accounts.due_messages(ground.now(), 1).await.unwrap();
    assert_eq!(due[0].id, whole.id);
    assert_eq!(accounts.list_messages(0, 10).await.unwrap().len(), 1);
    let kept = "SELECT count(*) FROM account_messages WHERE due_at IS NOT NULL";
    assert_eq!(ground.number(kept).await, 2);
    let found = damaged_of(&ground.vault().await).await.unwrap();
    assert_eq!(found.len(), 3, "{found:?}");
    let row = format!("row {} of account_messages", broken.id);
    assert!(found.iter().all(|one| one.contains(&row)), "{found:?}");
}

pub async fn a_message_to_the_erased_is_left_out(ground: &impl Ground) {
    let accounts = ground.open().await;
    let (ana, tom, eve) = (someone(), someone(), someone());
    let link = accounts.invite(ana, "ana@exemple.fr", PUPIL).await;
    accounts.vault.erase(ana).await.unwrap();
    accounts.vault.erase(eve).await.unwrap();
    let messages = vec![
        invitation(eve, "eve@exemple.fr", PUPIL),
        invitation(tom, "tom@exemple.fr", PUPIL),
    ];
    let of_eve = messages[0].id;
    accounts.queue_from_log(messages, place(9)).await.unwrap();
    assert_eq!(accounts.outbox_checkpoint().await.unwrap(), 9);
    let due = accounts.due_messages(i64::MAX, 10).await.unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].recipient, tom);
    let text = "SELECT count(*) FROM account_messages";
    assert_eq!(ground.number(text).await, 1);
    assert!(is_link_refused(
        &accounts.accept_invitation(&link, PASSWORD).await
    ));
    accounts.message_failed(of_eve, "no", 0).await.unwrap();
    accounts.message_sent(of_eve).await.unwrap();
}

pub async fn the_outbox_goes_back_where_its_log_did(ground: &impl Ground) {
    let accounts = ground.open().await;
    accounts.outbox_begins_at(place(5)).await.unwrap();
    let stands = accounts.outbox_stands_at().await.unwrap();
    assert_eq!(stands, (5, Some(place(5).event)));
    let [ana, tom, eve, zoe] = [someone(), someone(), someone(), someone()];
    let to = |person| invitation(person, "somebody@exemple.fr", PUPIL);
    accounts
        .queue_from_log(vec![to(ana)], place(6))
        .await
        .unwrap();
    ground.pass(HOUR);
    let (sent, unsent) = (to(tom), to(eve));
    let both = vec![sent.clone(), unsent.clone()];
    accounts
        .queue_from_log(both.clone(), place(9))
        .await
        .unwrap();
    accounts.message_sent(sent.id).await.unwrap();
    accounts.queue_from_log(vec![], place(10)).await.unwrap();
    let signed_up = accounts.signs_up(someone(), "new@exemple.fr");
    signed_up.await.unwrap();
    let newcomer = PersonId(Uuid::nil()); // a link is the service's until it is followed
    // One a minute: 6 came at once after 5, and 10 after 9.
    let places = accounts.outbox_places().await.unwrap();
    assert_eq!(places, [place(5), place(9)]);
    ground.pass(HOUR);
    accounts
        .queue_from_log(vec![to(zoe)], place(20))
        .await
        .unwrap();
    assert_eq!(accounts.outbox_places().await.unwrap().len(), 3);

    // The log ends at 9 now: what was asked for beyond and is not sent yet is taken out.
    assert_eq!(accounts.outbox_goes_back(place(9)).await.unwrap(), 2);
    let stands = accounts.outbox_stands_at().await.unwrap();
    assert_eq!(stands, (9, Some(place(9).event)));
    assert_eq!(
        accounts.outbox_places().await.unwrap(),
        [place(5), place(9)]
    );
    let due = async || {
        let due = accounts.due_messages(i64::MAX, 10).await.unwrap();
        let mut due: Vec<_> = due.iter().map(|message| message.recipient).collect();
        due.sort_unstable();
        due
    };
    let mut wanted = vec![ana, newcomer];
    wanted.sort_unstable();
    assert_eq!(
        due().await,
        wanted,
        "of before, and what is no letter of the log"
    );
    // What the log still asks for is queued again, and what was sent is not.
    accounts.queue_from_log(both, place(11)).await.unwrap();
    wanted.push(eve);
    wanted.sort_unstable();
    assert_eq!(due().await, wanted);
    accounts.link(eve, "staff.invited").await;
}

pub async fn letters_to_an_address_are_counted_for_a_day(ground: &impl Ground) {
    let [one, other] = [ground.open().await, ground.open().await];
    let count = async |accounts: &Handle, address: &str, class: &str| {
        accounts.count_letter(address, class).await.unwrap().number
    };
    assert_eq!(count(&one, "zoe@exemple.fr", "news").await, 1);
    assert_eq!(
        count(&other, "Zoe@Exemple.fr ", "news").await,
        2,
        "servers count together"
    );
    assert_eq!(count(&one, "zoe@exemple.fr", "invitation").await, 1);
    assert_eq!(count(&one, "tom@exemple.fr", "news").await, 1);
    one.uncount_letter("zoe@exemple.fr", "news").await.unwrap();
    assert_eq!(
        count(&one, "zoe@exemple.fr", "news").await,
        2,
        "one did not go"
    );
    let last = one.count_letter("zoe@exemple.fr", "news").await.unwrap();
    assert_eq!(last.number, 3);
    ground.pass(DAY);
    assert_eq!(
        count(&one, "zoe@exemple.fr", "news").await,
        1,
        "another day"
    );
    let stored = ground.stored().await;
    let in_clear = stored.windows(11).any(|bytes| bytes == b"zoe@exemple");
    assert!(!in_clear, "only a digest names the address");
}

pub async fn only_a_confirmed_address_is_one_for_news(ground: &impl Ground) {
    let accounts = ground.open().await;
    let zoe = someone();
    let address = async || accounts.confirmed_address_of(zoe).await.unwrap();
    assert_eq!(address().await, None);
    let signed_up = accounts.signs_up(zoe, "zoe@exemple.fr");
    signed_up.await.unwrap();
    assert_eq!(address().await, None, "anybody may have given it");
    let link = accounts.confirmation("zoe@exemple.fr").await;
    accounts.confirm_address(&link, PASSWORD).await.unwrap();
    assert_eq!(address().await.as_deref(), Some("zoe@exemple.fr"));
    assert_eq!(
        accounts.capacity_of(zoe).await.unwrap().as_deref(),
        Some(PUPIL)
    );
}

//! Hosts are reminded of what they have not answered (STU-13).
use jiff::civil::date;

use super::*;

#[test]
fn everybody_of_the_host_is_reminded_with_the_day_on_which_it_expires() {
    let expires_on = date(2026, 1, 14);
    let reminded = pupil(StudentEvent::HostReminded {
        application: ASKED,
        after_days: 7,
        expires_on,
    });
    let due = letters([reminded]);
    let received: BTreeSet<_> = due.iter().map(|letter| letter.to.person.0).collect();
    assert_eq!(received, [ANNE.0, BRUNO.0].into());
    for letter in due {
        assert_eq!(letter.kind, Kind::HostReminder);
        assert_eq!(letter.facts.expires_on, Some(expires_on));
        assert_eq!(letter.facts.week, Some(week()));
    }
}

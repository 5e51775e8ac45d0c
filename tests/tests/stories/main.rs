//! Stories: what people live through, told through the gRPC API of a real server.
#![allow(
    clippy::needless_update,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops where it stands"
)]

mod accesses;
mod accounts;
mod agreements;
mod applying;
mod attacks;
mod authorisation;
mod beginning_to_sign;
mod blacking_out;
mod changing_college;
mod confirming_hosts;
mod corrections;
mod course;
mod damage;
mod door;
mod ending;
mod erasing;
mod etags;
mod evaluating;
mod every_date;
mod every_text;
mod explaining;
mod exporting;
mod forged;
mod forms;
mod garbage;
mod groups;
mod head_start;
mod heading;
mod helping;
mod inviting_hosts;
mod issuer;
mod mail;
mod malformed;
mod mandates;
mod me;
mod own_writes;
mod pages;
mod past;
mod pooling;
mod possible_acts;
mod preparing;
mod proving;
mod quotas;
mod referents;
mod registering;
mod reminding;
mod replaying;
mod representing;
mod requesting;
mod reserving;
mod restoring;
mod retries;
mod reused;
mod schemes;
mod searching;
mod seats;
mod seeing;
mod sharing;
mod staffing;
mod stage;
mod starting;
mod steering;
mod three_years;
mod transport;
mod travelling;
mod waivers;
mod watching;
mod whole_classes;
mod whole_path;
mod years;

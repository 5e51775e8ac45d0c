//! The tables agree with the folds: after any split, crash, takeover and rebuild.
mod documented;
mod faults;
mod given;
mod grafana;
mod role;
mod splits;
mod switching;
mod takeover;
mod unsure;
mod written;

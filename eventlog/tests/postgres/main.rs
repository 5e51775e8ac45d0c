//! The log in PostgreSQL, over a real one: the contract of the port, faults, other writers.
#![cfg(test)]
mod contract;
mod crash;
mod faults;
mod given;
mod leases;
mod openings;
mod proxy;
mod skip;
mod stock;

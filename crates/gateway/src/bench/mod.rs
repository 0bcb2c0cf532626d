//! `bench`: measures this program on this machine. Every figure is beside another one of the same run.

mod intake;

pub use intake::intake;

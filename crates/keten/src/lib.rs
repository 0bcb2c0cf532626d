//! The line to other parties, without any knowledge of messages.
//!
//! [`tls`] turns PEM files into TLS settings, [`luister`] serves a router over them, [`vsp`] holds the metadata of VSP
//! Push V1, [`push`] receives and sends a Push. [`herhaal`] says when to try again and [`onderbreker`] when to leave an
//! endpoint alone; both are pure. Nothing here stores anything, and no text made here holds what the other side wrote:
//! it may quote a message.

pub mod herhaal;
pub mod luister;
pub mod onderbreker;
pub mod push;
pub mod tls;
pub mod vsp;

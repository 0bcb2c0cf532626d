//! What the tests of the pipeline share.

use bericht::catalogus;
use contract::Contracten;
use pipeline::Keten;
use regels::Gemeenten;
use schema::Limits;

/// The built-in schemas and lists, without contracts.
pub fn keten() -> Keten {
    Keten {
        schemas: catalogus::ingebouwd().unwrap(),
        contracten: Contracten::default(),
        gemeenten: Gemeenten::ingebouwd().unwrap(),
        limits: Limits::default(),
        max_bytes: 25 * 1024 * 1024,
    }
}
